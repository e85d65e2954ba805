package facet

import "strings"

// CauseGroup is what causes of one group are called in both languages.
type CauseGroup struct {
	Word   string // in English, in lower case; unique
	En, Ja string
}

// causeGroups are the groups that causes of the process and of the organisation
// usually have: the names in English and Japanese, then other wordings. Those of
// technical causes are here too, since documents use them for any layer.
var causeGroups = [...][]string{
	{"Automation", "自動化", "toil", "手作業"},
	{"Capacity", "容量", "capacity planning", "キャパシティ", "容量計画", "キャパシティ計画"},
	{"Change management", "変更管理", "change", "changes", "change control", "変更", "変更手続き"},
	{"Communication", "コミュニケーション", "communications", "information sharing", "連絡", "連絡体制", "情報共有", "情報連携", "連携"},
	{"Configuration management", "構成管理", "configuration", "設定", "設定管理", "構成"},
	{"Culture", "文化", "organizational culture", "organisational culture", "組織文化", "風土"},
	{"Decision making", "意思決定", "decision-making", "decisions", "判断"},
	{"Deployment", "デプロイ", "deploy", "release", "releases", "deployment process", "リリース", "展開", "デプロイメント", "デプロイプロセス"},
	{"Design", "設計", "architecture", "アーキテクチャ"},
	{"Development", "開発", "development process", "開発プロセス"},
	{"Direct", "直接原因", "direct cause", "direct causes", "immediate cause", "直接", "直接的原因"},
	{"Documentation", "文書", "docs", "document", "documents", "ドキュメント", "文書化", "ドキュメント整備"},
	{"Foundation", "基盤原因", "infrastructure", "foundational", "基盤", "インフラ", "基盤的原因"},
	{"Incident response", "障害対応", "response", "インシデント対応", "対応", "初動対応", "初動"},
	{"Knowledge", "知識", "knowledge sharing", "ナレッジ", "知見", "知識共有", "ナレッジ共有"},
	{"Monitoring", "監視", "alerting", "observability", "monitoring and alerting", "モニタリング", "監視体制", "検知"},
	{"Operations", "運用", "operation", "ops", "operational", "オペレーション", "運用プロセス"},
	{"Ownership", "責任分担", "responsibility", "responsibilities", "責任", "役割分担", "役割", "担当"},
	{"Planning", "計画", "plans", "スケジュール", "計画立案"},
	{"Priorities", "優先順位", "priority", "prioritization", "prioritisation", "優先度"},
	{"Procedures", "手順", "procedure", "手順書", "作業手順"},
	{"Quality", "品質", "quality assurance", "qa", "品質管理", "品質保証"},
	{"Resources", "リソース", "resource", "staffing", "headcount", "資源", "人員", "要員", "人的リソース", "リソース不足"},
	{"Review", "レビュー", "reviews", "code review", "コードレビュー", "査読"},
	{"Security", "セキュリティ", "セキュリティー"},
	{"Structure", "体制", "organization", "organisation", "team structure", "組織", "組織体制"},
	{"Suppliers", "外部委託", "supplier", "vendor", "vendors", "third party", "third parties", "ベンダー", "委託先", "仕入先"},
	{"Testing", "試験", "test", "tests", "テスト", "検証", "テスト工程"},
	{"Training", "教育", "education", "skills", "訓練", "研修", "トレーニング", "教育訓練", "スキル"},
}

// CauseGroups reads the names of groups of causes; it is read-only once made.
type CauseGroups struct{ byWording map[string]*CauseGroup }

// NewCauseGroups makes the table; fold is the form in which wordings are
// compared.
func NewCauseGroups(fold func(string) string) *CauseGroups {
	g := &CauseGroups{byWording: map[string]*CauseGroup{}}
	for _, row := range causeGroups {
		group := &CauseGroup{Word: strings.ToLower(row[0]), En: row[0], Ja: row[1]}
		for _, wording := range row {
			g.byWording[fold(wording)] = group
		}
	}
	return g
}

// Find gives the group of a name in the form in which the table compares them,
// nil if it is none of the usual ones.
func (g *CauseGroups) Find(folded string) *CauseGroup { return g.byWording[folded] }

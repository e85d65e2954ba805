package facet

import (
	"unicode"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// Shapes of names: capitalised words with initials, an acronym, what is called
// a team, or a short run of Han and Katakana.
var (
	latinName    = lazyregexp.New(`^(?:(?:\p{Lu}\.[ -]?){1,2}|\p{Lu}[\p{Ll}'’]+(?:[ -]\p{Lu}\.)?[ -]?)?(?:(?:(?:van|de|da|di|von|al|el|bin) )?\p{Lu}[\p{Ll}'’]+(?:-\p{Lu}[\p{Ll}'’]+)?)(?: \p{Lu}[\p{Ll}'’]+| \p{Lu}\.){0,2}$`)
	teamName     = lazyregexp.New(`^(?:(?:the )?[\p{L}\p{N}&/'’-]+ ){0,3}(?i:team|teams|group|squad|guild|office|desk|board|committee|crew|ops|operations|engineering|department|dept|unit|lead|leads|manager|vendor|supplier|on-?call|support|security|infra|platform|sre|qa|it|dba|noc)$`)
	acronymName  = lazyregexp.New(`^[A-Z]{2,5}$`)
	japaneseName = lazyregexp.New(`^(?:[\p{Han}\p{Katakana}ー・々 　]{1,10}|[\p{Han}\p{Katakana}\p{Latin}ー・々 　]{1,16}(?:部|課|班|室|係|局|組|チーム|グループ|センター|担当|会社|業者|委員会|委員|長|メーカー|ベンダー?|各社|者))(?:さん|氏|様)?$`)
	// looseName may be a name where others stand in the same place.
	looseName    = lazyregexp.New(`^(?:\p{L}[\p{L}'’.&-]*(?: \p{L}[\p{L}'’.&-]*){0,2}|[\p{Han}\p{Hiragana}\p{Katakana}\p{Latin}ー々0-9]{2,16})$`)
	emailName    = lazyregexp.New(`^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$`)
	hiraganaName = lazyregexp.New(`^\p{Hiragana}{2,5}(?:さん)?$`)
)

// noName are states and remarks that have the shape of a name.
var noName = lazyregexp.New(`(?i)^(?:optional|ongoing|later|maybe|perhaps|urgent|critical|important|required|recommended|nice|low|medium|high|major|minor|new|next|now|soon|today|tomorrow|quarterly|monthly|weekly|daily|phase|stretch|partial(?:ly)?|tentative(?:ly)?|draft|idea|continued?|continuous|recurring|permanent|temporary|internal|external|production|staging|testing|january|february|march|april|may|june|july|august|september|october|november|december)(?:[ -].*)?$` +
	`|^[要未再不非仮].|^(?:全|各|当|同|次|今|来|翌|別|本|約|旧|新)(?:途|件|回|期|月|週|年|日|番|環境|社)?$` +
	`|任意|継続|検討|保留|重要|必須|推奨|緊急|随時|適宜|詳細|参考|効果|例外|予定|完了|実施|対応|確認|調査|可能|優先|段階|以降|以内|次第|都度|定期|毎[日週月年]|[早短中長]期|恒久|暫定|本番|検証|環境|手動|自動|案$|[済版台件個回秒時月年]$|..中$|参照|同上|未定|後日|追加|変更|削除|停止|廃止|延期|高$|低$`)

// isName tells whether a text can only be the name of a person or a team.
func (r *reader) isName(text string) bool {
	shape := latinName.MatchString(text) || japaneseName.MatchString(text) || acronymName.MatchString(text) || teamName.MatchString(text) || hiraganaName.MatchString(text) || emailName.MatchString(text)
	return shape && !noName.MatchString(text) && r.mayBeName(text)
}

// isLooseName tells whether a text may be the name of somebody: short, and no
// word that says something else.
func (r *reader) isLooseName(text string) bool {
	return length(text) <= 24 && looseName.MatchString(text) && !noLooseName.MatchString(text) && (r.mayBeName(text) || r.labels.Word("actions.type", text) != "")
}

// noLooseName are remarks, by their first word or their ending.
var noLooseName = lazyregexp.New(`(?i)^(?:phase|stage|step|part|only|also|see|if|when|once|after|before|until|unless|while|with|without|for|in|on|at|to|from|as|and|or|but|not|no|via|using|e\.g|i\.e|first|second|third|then|later|maybe|perhaps|optional|already|still|all|both|each|every|any|most|some|more|less|new|old|next|now|nice|low|high|medium|critical|urgent|important|temporary|permanent|short|long)\b|(?:する|した|して|ない|ある|いる|れる|こと|もの|ため|など|ので|のみ|だけ|まで|から|以降|以内|場合|予定|検討|任意|重要|緊急|参照|継続|随時)$`)

func (r *reader) mayBeName(text string) bool {
	if r.nothing(text) {
		return false
	}
	for _, field := range []string{"actions.status", "actions.type", "actions.term", "actions.priority"} {
		if r.labels.Word(field, text) != "" {
			return false
		}
	}
	first, _ := utf8.DecodeRuneInString(text)
	return unicode.IsLetter(first) && r.labels.Key("actions", text) == ""
}

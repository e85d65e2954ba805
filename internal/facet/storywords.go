package facet

// The words by which a row of a timeline is evidence, in lower case.
var (
	beginWords = phrasesOf(`
		outage/impact/incident/problem/trouble/issue/degradation/disruption/downtime/error/errors/failure/failures begin/begins/began/start/starts/started
		start/starts/started/begin/begins/began fail*/report*/return*/throw*/timing/crash*/drop*/reject*/losing/melt*/climb*/rising/spik*/degrad*/error*
		start/starts/started/begin/begins/began to fail/report/return/throw/time/crash/drop/reject/lose/melt/climb/rise/spike/degrade/error
		first failure/error/occurrence/occurence
		発生
		影響開始
		障害開始`)
	// outrightBegin are the words of beginning that stand for themselves,
	// whatever else the row says begins.
	outrightBegin = phrasesOf(`
		start/beginning/onset of the/this/our incident/outage/impact/problem/disruption/degradation
		start/beginning/onset of incident/outage/impact/problem/disruption/degradation
		outage/impact/incident/trouble/disruption begins/began/starts/started
		outage/impact/incident/problem/disruption on/for/in/of ... begins/began/starts/started
		障害発生
		障害が発生
		障害の発生
		障害の始まり
		問題発生
		問題が発生
		事象発生
		事象が発生
		不具合発生
		不具合が発生
		影響開始
		影響が開始
		影響発生
		影響が発生
		影響が始ま
		影響 ... 始ま
		障害 ... 始ま
		影響が出始め
		障害開始
		障害が始ま`)
	// notBegin are phrases that hold words of beginning and say something else.
	notBegin = phrasesOf(`
		again
		since/after/before/from/until the start/beginning/onset
		re-occur*
		発生後
		発生時
		発生前
		発生源
		発生率
		発生条件
		発生状況
		発生箇所
		発生原因
		発生の原因
		発生した原因
		発生しな
		発生していな
		発生を確認
		発生を検知
		発生が検知
		発生の連絡
		発生の報告
		発生の通報
		発生の検知
		再発`)
	// otherBegin are the words of something else that begins.
	otherBegin = phrasesOf(`
		を開始
		作業開始
		復旧開始
		デプロイ開始
		リリース開始
		メンテナンス開始
		再起動開始
		適用開始
		移行開始
		監視開始
		会議開始`)
	troubleWords = phrasesOf(`
		down
		unavailab*
		unreachab*
		unrespons*
		fail/fails/failed/failing/failure/failures
		expire/expires/expired
		error/errors
		crash*
		timeout*
		timed/time/times/timing out/outs
		break/breaks/breaking/broke/broken
		stop/stops/stopped
		404/429/500/502/503/504/5xx/4xx/500s/502s/503s/504s
		disrupt*
		degrad*
		accident*
		unexpected*
		unintend*
		unintention*
		notready
		oom
		stuck
		freez*
		froze
		frozen
		exhaust*
		melt*
		latency
		slow*
		spike*
		lost
		losing
		outage
		problem/problems
		issue/issues
		not scheduled
		killed
		障害
		エラー
		停止
		ダウン
		失敗
		不能
		期限切れ
		タイムアウト
		低下
		遅延
		上昇
		急増
		枯渇
		切断
		できな
		不可
		異常
		クラッシュ`)
	reportWords = phrasesOf(`
		report/reports/reported/reporting
		notify/notified/notifies
		inform/informed
		notice/notices/noticed
		discover*
		complain*
		alert*
		alarm*
		paged/pager
		witness*
		call/calls/called/rings/rang/phone/phones/phoned/telephones/telephoned the/us/in/our/support
		telephones/telephoned/rings/rang/phones/phoned
		open/opens/opened #*
		tell/tells/told us
		write/writes/wrote that/us/in
		hear/hears/heard of/about
		warn*
		ask/asks if
		reach/reached/reaching out
		detect/detects/detected/detection
		と電話
		から電話
		より電話
		電話が
		電話で
		申告
		指摘
		投稿
		気づ
		気付
		報告
		通報
		問い合わ
		問合
		検知
		検出
		アラート
		通知
		発見
		連絡`)
	responseWords = phrasesOf(`
		investigat*
		look/looked/looking/looks into
		diagnos*
		corrective
		troubleshoot*
		began working
		調査
		切り分け
		対応開始
		初動`)
	repairWords = phrasesOf(`
		fix/fixes/fixed
		kill/killed/killing
		remove/removed/removing
		revert*
		roll/rolled/rolling back/over
		rollback
		disabl*
		delete/deleted/deleting
		restart*
		replac*
		patch*
		toggl*
		reattach*
		mitigat*
		workaround
		failover
		downgrad*
		uncordon*
		修正
		ロールバック
		切り戻
		切戻
		再起動
		無効化
		削除
		差し替え
		適用
		暫定対応
		対策実施
		増設
		フェイルオーバー`)
	restoredWords = phrasesOf(`
		restored
		recovered/recovery
		resolved
		solved
		operational
		is/are/was/were/came/come/comes back
		is/are/was/were all/now/fully back
		back to ... normal
		back online
		is/are/was/were ... reachable/accessible/usable/open again
		back in ... service/operation/use
		back up and
		work/works/working/running/shipping/available ... again
		work/works/working/running as expected/intended/normal
		fix works
		up and running
		all/are/is/as/now/become/becomes/became/were healthy
		confirmed
		resumed
		return/returned/returns to normal
		normalized/normalised
		all clear
		outage/impact ends/ended/over
		outage/impact is over
		issue fixed
		issue was/is fixed
		reattached
		復旧
		可能となった
		可能になった
		利用可能
		サービス再開
		サービスを再開
		平常に戻
		平常値に戻
		通常に戻
		通常値に戻
		元に戻った
		正常
		解消
		収束
		復帰
		回復
		解決
		終息`)
	// notRestored are phrases that hold words of recovery and say something
	// else.
	notRestored = phrasesOf(`
		not resolved/restored/recovered/working/healthy/operational/fixed/solved
		not yet/been/fully resolved/restored/recovered/working/healthy/operational/fixed/solved
		not/never/cannot/can't/couldn't/don't/doesn't/didn't/won't/wouldn't recover*/resolve/restore/resume/return/come/work
		not/never been/yet/fully/quite/really/even/all recover*/resolve*/restore*/resume*/return*/come/back/normal
		not/never yet been resolved/restored/recovered/fixed/solved
		not/never/no-longer back/come/came/coming/normal/normalized/normalised/resumed/returned/reattached/solved/over
		isn't/aren't/wasn't/weren't/hasn't/haven't/hadn't resolved/restored/recovered/working/healthy/operational/fixed/solved/back/over/come/returned/resumed/normal
		isn't/aren't/wasn't/weren't/hasn't/haven't/hadn't yet/been/fully resolved/restored/recovered/working/healthy/operational/fixed/solved/back/over/come/returned/resumed
		fail/fails/failed/failing/failure/unable/refuse/refuses/refused to recover/restore/resume/resolve/return/come/work
		without recovering/recovery/resolving/restoring
		no recovery/resolution
		unresolved
		partial*
		partly
		some ... restored/recovered
		still
		most
		until
		try/trying to
		attempt*
		expected to
		will be
		to be restored
		root cause
		to resolve
		recovery started/starts/begins/began
		recovery in progress
		unhealthy
		一部
		部分的
		未復旧
		未解決
		復旧作業
		復旧対応
		復旧見込
		復旧目処
		復旧目途
		復旧手順
		復旧方法
		復旧に向け
		復旧を試
		復旧を開始
		復旧開始
		復旧中
		復旧計画
		復旧用
		復旧後
		復旧時
		復旧とは
		復旧を目指
		復旧を急
		復旧方針
		復旧策
		解決策
		解決に向け
		正常でない
		正常ではな
		正常性
		未回復
		未収束
		未解消
		正常に戻ら
		元に戻ら
		改善せず`, denials(`復旧/回復/収束/復帰/解決/解消/正常化`,
		`せず/しな/しませ/していな/していませ/しておら/できず/できな/できていな/できませ/に至ら/されず/されな/されていな/はしていな`))
	// followUpWords tell of what comes after the end: lasting work, news.
	followUpWords = phrasesOf(`
		permanent*
		long term
		long-term
		postmortem*
		post-mortem*
		review*
		retrospective*
		follow up
		follow-up
		followup
		upstream
		backlog*
		ticket
		mail
		email
		e-mail
		announce*
		statuspage*
		status page
		closed
		conclu*
		notified
		informed
		published
		恒久
		本対応
		再発防止
		ポストモーテム
		振り返り
		告知
		お知らせ
		報告
		連絡
		周知
		レビュー
		会議
		クローズ
		公開`)
)

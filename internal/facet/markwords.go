package facet

// The words by which a row says that a milestone is reached, in lower case,
// and those that take it back.
var (
	detectWords = phrasesOf(`
		is/was detected
		we/monitoring/support/team detected/detects/detect
		detected by/through/via
		detected and/& acknowledged/confirmed
		first detected/noticed/heard/reported
		first ... anyone/we/anybody hears/hear/heard/knew/know
		goes/went/turn/turns/turned red
		monitor/monitoring/check/probe/alarm/alert/pager/pagerduty/opsgenie fires/fired/triggers/triggered/trips/tripped
		alarm/alert received by
		goes/went off
		発覚
		検知
		覚知
		発報`)
	// notDetected are phrases in which nobody notices.
	notDetected = phrasesOf(`
		not/never/nobody/no-one/without ... detected/noticed/notices/alert/alerts/alerted/paged
		no alert/alerts/alarm/page
		undetected
		after/since detection
		検知から
		検知後
		検知の
		発覚から
		発覚後
		unnoticed
		muted
		silenced
		suppressed
		did/does/do/didn't/doesn't not fire
		didn't/doesn't fire
		検知せず
		検知しな
		検知でき
		検知されず
		検知されな
		発報されず
		発報されな
		鳴らず
		鳴らな
		気づかず
		気付かず
		気づかな
		気付かな`)
	ackWords = phrasesOf(`
		acknowledg*
		acks/acked/ack'd/acking
		pick/picks/picked it/this up
		ack
		pick/picks/picked up the page/alert/incident/ticket/call
		respond/responds/responded to the page/alert/incident/call
		answer/answers/answered the page
		take/takes/took the page/incident
		on-call/oncall engaged/responds/responded/engages
		初期対応
		初動
		一次対応
		対応開始
		対応を開始
		対応に着手
		対応に入
		対応着手
		アラートに応答
		呼び出しに応答
		呼出に応答
		ページに応答`)
	// notAck are phrases in which somebody else acknowledges, or nobody.
	notAck = phrasesOf(`
		not/nobody/no-one/never/without ... acknowledg*
		no acknowledg*
		unacknowledged
		vendor/vendor's/provider/provider's/supplier/supplier's/partner/customer/customers/upstream/isp/aws/azure/google/cloudflare ... acknowledg*
		acknowledg* by/from ... vendor/provider/supplier/partner/customer/upstream/isp/aws/azure/google/cloudflare
		応答なし
		応答せず
		対応開始せず
		初期対応者
		初動の遅れ
		ベンダー
		ベンダ
		事業者`)
	identifyWords = phrasesOf(`
		cause/causes/culprit ... identified/found/confirmed/established/discovered/determined/located/known/understood/pinpointed/isolated/clear
		identif*/find/finds/found/pinpoint*/discover*/determin*/locate/locates/located/isolate/isolates/isolated/understand/understands/understood/know/knows ... cause/culprit
		found/finds it
		root cause 特定/判明
		cause ... 特定/判明
		that/this is/was the cause
		diagnosed
		diagnosis complete/completed/confirmed/done
		traced/tracked to/back/down
		原因 ... 特定
		原因 ... 判明
		原因 ... 突き止
		原因 ... 発見
		原因 ... 分か
		原因 ... わか
		原因 ... 把握
		原因と特定
		原因と判明
		原因と断定
		原因だと分か
		特定（原因
		特定(原因
		特定（根本原因
		特定(根本原因
		判明（原因
		判明(原因
		判明（根本原因
		判明(根本原因`)
	// locateWords are the weaker words for it.
	locateWords = phrasesOf(`
		issue/problem/fault/bug/failure/error/change/deploy/deployment/commit identified/pinpointed/isolated
		issue/problem/fault/bug/failure successfully identified
		identified/identifies that
		identified/identifies as
		identified/identifies ... as the
		source of ... found/identified
		suspect confirmed
		found/turns/turned out to be the
		found to be the
		不具合箇所を特定
		該当箇所を特定
		問題箇所を特定
		障害箇所を特定
		問題を特定`)
	// unknownCause are the words of a cause that is not known yet.
	unknownCause = phrasesOf(`
		later
		not found/identified/known/clear/understood
		not yet/been found/identified/known/clear/understood
		not yet been found/identified/known
		no cause/culprit
		no ... cause/culprit found/identified
		no ... cause could
		could/can not/cannot/couldn't find/identify/determine
		cannot/couldn't/unable ... find/identify/determine
		without finding
		unknown
		unclear
		to find/identify/determine/locate/pinpoint/understand
		suspect/suspects/suspected
		potential/possible/supposed root/cause/culprit
		wrong/false cause/root/lead/track
		red herring
		後日
		未特定
		特定できず
		特定できな
		特定に至ら
		特定せず
		特定を急
		特定を進
		特定を開始
		特定作業
		特定中
		特定に向け
		特定のため
		特定を試
		判明せず
		判明しな
		判明していな
		分からず
		わからず
		分からな
		わからな
		分かっていな
		誤認
		誤って特定
		可能性
		推定
		不明`)
	mitigatedWords = phrasesOf(`
		mitigated
		mitigates the/this/it/our
		mitigation in/applied/deployed/complete/completed/done/successful/works/effective/rolled/live/finished
		impact/bleeding stops/stopped/contained
		workaround in/applied/deployed/live/works
		stabilized/stabilised
		被害 ... 拡大を止め
		被害 ... 拡大を防
		影響 ... 拡大を止め
		影響 ... 拡大を防
		緩和
		対策実施
		対策を実施
		暫定復旧
		仮復旧
		暫定対応実施
		暫定対応を実施
		暫定対応完了
		暫定対応が完了
		応急対応完了
		応急処置`)
	// notMitigated are phrases that hold words of mitigation and say something
	// else.
	notMitigated = phrasesOf(`
		partial*
		partly
		not/not yet/never mitigated
		not fully mitigated
		unmitigated
		to be mitigated
		should/would/will/could/can be mitigated
		if/once/until/when mitigated
		上限緩和
		上限の緩和
		制限緩和
		制限の緩和
		規制緩和
		緩和されず
		緩和せず
		緩和しな
		緩和でき
		緩和に至ら
		緩和を申請
		緩和の申請
		緩和を依頼
		緩和策を検討
		緩和を検討
		緩和に向け
		一部緩和
		緩和は限定的
		再発防止
		恒久`)
	// vain are the words of a repair that changed nothing.
	vain = phrasesOf(`
		no effect/improvement/change/success
		no visible/real/lasting effect/improvement/change
		without effect/success/improvement
		ineffective
		unsuccessful*
		in vain
		changes/changed nothing
		does/did/do not/nothing help/work/change
		doesn't/didn't/don't help/work/change
		had to be ... reverted/undone
		効果なし
		効果な
		効果がな
		効果は見られ
		効果はな
		変化なし
		変わらず
		変化がな
		変化は見られ
		改善せず
		改善しな
		改善は見られ
		改善が見られず
		解消せず
		失敗`)
	// unfinished are the words of a repair that is only planned or begun, or
	// that was in vain.
	unfinished = phrasesOf(`
		decid*
		decision
		proceed*
		attempt*
		plan/plans/planned/planning
		initiat*
		trigger*
		start/starts/started/starting
		begin/begins/began/beginning
		fail/fails/failed
		no effect
		ineffective
		did not help
		didn't help
		try/tries/tried/trying
		not possible
		work/working on
		開始
		決定
		判断
		検討
		失敗
		効果なし
		効果な
		効果がな
		改善せず
		改善しな
		準備
		試み
		試行
		予定
		依頼`)
	// settledWords say that the incident is over, not only that things work.
	settledWords = phrasesOf(`
		resolved
		restored
		recovered
		fully operational/recovered/back
		outage/impact/incident ends/ended/over
		outage/impact/incident is over
		end of the/this incident/outage/impact
		end of incident/outage/impact
		all clear
		back to normal
		復旧
		解決
		収束
		終息
		解消
		正常化`)
)

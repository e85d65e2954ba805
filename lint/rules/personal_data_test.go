package rules

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestAddresses(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string // as shown
	}{
		{"empty", "", nil},
		{"a person", "Ask mika.tanaka@tanuki-market.jp first.", []string{"m***@tanuki-market.jp"}},
		{"in Japanese", "担当は田中(mika@tanuki-market.jp)です。連絡先:k.sato@sub.tanuki-market.jp、", []string{"m***@tanuki-market.jp", "k***@sub.tanuki-market.jp"}},
		{"CRLF", "mika@tanuki-market.jp\r\nken@tanuki-market.jp\r\n", []string{"m***@tanuki-market.jp", "k***@tanuki-market.jp"}},
		{"in front matter", "---\nowner: Mika@Tanuki-Market.jp\n---\n", []string{"M***@tanuki-market.jp"}},
		{"in a link", "[Mika](mailto:mika@tanuki-market.jp)", []string{"m***@tanuki-market.jp"}},
		{"in brackets", "Mika <mika+oncall1@tanuki-market.jp>.", []string{"m***@tanuki-market.jp"}},
		{"of the roster", "ann@shop.example2 ann@roster.jp ann@mail.roster.jp ann@not-roster.jp", []string{"a***@not-roster.jp"}},
		{"of manuals", "a.b@example.com a.b@mail.example.co.jp a.b@shop.example a.b@b.test a.b@your-company.com a.b@company.com a.b@domain.co", nil},
		{"of roles", "noreply@shop.jp no-reply@shop.jp support@shop.jp oncall@shop.jp sre-oncall@shop.jp team-web@shop.jp dba-team@shop.jp security@shop.jp info@shop.jp shop.alerts@shop.jp you@shop.jp", nil},
		{"of machines", "ci@shop-7.iam.gserviceaccount.com 12345+mika@users.noreply.github.com postgresql@14-main.service logo@2x.png abc@hooks.pagerduty.com node@db1.internal", nil},
		{"accounts of hosts", "git@github.com:shop/web.git deploy1@bastion.shop.jp:/srv ssh mika@bastion.shop.jp\nscp a.txt mika@bastion.shop.jp:~\n", nil},
		{"logins of URLs", "https://mika@ci.shop.jp/job ssh://mika@ci.shop.jp postgres://mika:pw@db.shop.jp/x https://ci.shop.jp/?user=mika@shop.jp", nil},
		{"versions", "actions/checkout@v4.beta react@18.2.0-rc.next pkg@1.2.3 shop@sha256:0a1b", nil},
		{"handles", "@mika @team-web @user.name a@b a@b. @", nil},
		{"no characters", "\xff@\xfe.jp m\xff@shop.jp", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, f := range addresses([]byte(tt.text), []string{"roster.jp"}) {
				got = append(got, f.masked)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestPersonalNumbers(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string // as shown
	}{
		{"empty", "", nil},
		{"mobile", "Call 090-3921-7765.", []string{"***-****-**65"}},
		{"mobile in Japanese text", "佐藤さん（080-3921-7765）に電話", []string{"***-****-**65"}},
		{"mobile in wide digits", "電話０９０－３９２１－７７６５まで", []string{"***-****-**65"}},
		{"mobile without hyphens, CRLF", "tel:07039217765\r\n", []string{"*********65"}},
		{"landline", "03-6721-4438 0463(21)4438 06-6721-4438", []string{"**-****-**38", "****(**)**38", "**-****-**38"}},
		{"behind another number", "1. 03-6721-4438\r\n2 番 0463-21-4438, 3 03-6721-4438", []string{"**-****-**38", "****-**-**38", "**-****-**38"}},
		{"of the world", "+81 90-3921-7765, +1 415 671 2238, +442071838750, +49 (89) 6363 481", []string{"+** **-****-**65", "+* *** *** **38", "+**********50", "+** (**) **** *81"}},
		{"of America", "(415) 671-2238 or 415-671-2238", []string{"(***) ***-**38", "***-***-**38"}},
		{"of services", "0120-392-176 0570-392-176 0800-392-1765 +1 800 671 2238 888-671-2238", nil},
		{"made up", "090-1234-5678 03-0000-0000 415-555-0123 +1 415 555 0100 090-1111-1111", nil},
		{"dates and clocks", "2026-03-05 08:10 2026/03/05 03-05-2026 20260305081000 08:10-09:20 2026-03-05T08:10:00+09:00", nil},
		{"other numbers", "10.20.30.40 192.168.100.200 1,234,567,890 0x0909876543 #0901234567 v09012.3456 1772697600000 0.0901234567 id-090-3921-7765 job/090-3921-7765", nil},
		{"in a URL", "https://shop.jp/orders/090-3921-7765 tel 1", nil},
		{"card", "4539 1488 0343 6467 5425-2334-3010-9903 374245455400126", []string{"**** **** **** 6467", "****-****-****-9903", "***********0126"}},
		{"card with a wrong digit", "4539 1488 0343 6468", nil},
		{"test card", "4242 4242 4242 4242 4111111111111111 5555-5555-5555-4444", nil},
		{"long number", "453914880343646712 123453914880343646 7", nil},
		{"My Number", "マイナンバー: 1234 5678 9018", []string{"**** **** ****"}},
		{"My Number before the day", "マイナンバー: 1234-5678-9018  2026-06-30", []string{"****-****-****"}},
		{"a test card beside My Number", "マイナンバーではない: 4111 1111 1111 1111", nil},
		{"the last groups of a longer number", "個人番号 9999 1234 5678 9018 9999-1234-5678-9018", nil},
		{"My Number with a wrong digit", "マイナンバー: 123456789012", nil},
		{"twelve digits of another kind", "arn:aws:iam::123456789018:role/x", nil},
		{"wide digits that are none", "０９０ー１２", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, f := range personalNumbers([]byte(tt.text)) {
				got = append(got, f.masked)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestPersonalDataIsToldOnceInPlace(t *testing.T) {
	const text = "---\nowner: mika@tanuki-market.jp\n---\n# 手順\r\n\r\n電話０９０－３９２１－７７６５、mika@tanuki-market.jp、[mika@tanuki-market.jp](mailto:mika@tanuki-market.jp)\n"
	_, found := findings(t, fstest.MapFS{"runbooks/x.md": {Data: []byte(text)}})
	var got []string
	for _, d := range found {
		if d.Rule == "personal-data" {
			got = append(got, d.File.Text(d.Span))
		}
	}
	if diff := cmp.Diff([]string{"mika@tanuki-market.jp", "０９０－３９２１－７７６５"}, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

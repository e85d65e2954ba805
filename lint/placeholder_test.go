package lint

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPlaceholders(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"empty", "", nil},
		{"words", "Owner: TBD, cause: TODO", []string{"TBD", "TODO"}},
		{"dates", "YYYY-MM-DD", []string{"YYYY-MM-DD"}},
		{"date of a century", "20XX-XX-XX", []string{"20XX-XX-XX"}},
		{"date of a year", "2023-XX-XX 復旧", []string{"2023-XX-XX"}},
		{"date and clock", "20xx-MM-DD HH:mm", []string{"20xx-MM-DD HH:mm"}},
		{"clock of a day", "2024-03-13 HH:mm", []string{"2024-03-13 HH:mm"}},
		{"clock before a line end", "HH:MM\r\n", []string{"HH:MM"}},
		{"Japanese date", "20XX年XX月XX日に発生", []string{"20XX年XX月XX日"}},
		{"Japanese words", "担当: 未記入、期限: 要記入", []string{"未記入", "要記入"}},
		{"brackets", "[Name] and [Your name], [insert a link here]", []string{"[Name]", "[Your name]", "[insert a link here]"}},
		{"Japanese brackets", "［担当者］が【日時】に", []string{"［担当者］", "【日時】"}},
		{"alone", " WIP\r\n", []string{"WIP"}},
		{"alone, Japanese", "未定", []string{"未定"}},
		{"in a sentence", "an upgrade in progress (WIP), the date is 未定", nil},
		{"a real date", "2023-01-15 14:30", nil},
		{"a log level", "[Alerting] [No Data] [instance] [INFO]", nil},
		{"a list of tasks", "put it on the TODO list; TODOs", nil},
		{"a format", "times in the format HH:MM are 2桁; HH:MM 形式", []string{"HH:MM"}},
		{"versions", "v20.1-2, 2023/01/15, mm, HH", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, s := range Placeholders(tt.text) {
				got = append(got, tt.text[s.Start:s.End])
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

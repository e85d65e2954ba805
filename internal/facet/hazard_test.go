package facet

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// shown gives the hazards of a script, "!" before those that destroy.
func shown(script string) []string {
	var out []string
	for _, h := range Hazards(script) {
		text := script[h.Span.Start:h.Span.End]
		if h.Destroys {
			text = "!" + text
		}
		out = append(out, text)
	}
	return out
}

func TestHazards(t *testing.T) {
	tests := []struct {
		name, script string
		want         []string
	}{
		{"empty", "", nil},
		{"Japanese comment", "# rm -rf は使わない\nls", nil},
		{"Japanese argument, CRLF", "rm -rf /var/lib/商品\r\nls\r\n", []string{"!rm -rf /var/lib/商品\r"}},
		{"rm", "rm -rf /var/lib/x", []string{"!rm -rf /var/lib/x"}},
		{"rm with flags apart", "sudo rm -f -r /x", []string{"!rm -f -r /x"}},
		{"rm elsewhere", "kubectl exec db-0 -- rm -r /data\nssh db-1 'rm -rf /x'\nls | xargs rm -R\n", []string{"!rm -r /data", "!rm -rf /x'", "!rm -R"}},
		{"rm of a file, of Git, of Docker", "rm -f /tmp/x\ngit rm -r --cached x\ndocker run --rm -it x\nterraform -r\n", nil},
		{"find", "find /x -name '*.log' -delete", []string{"!find /x -name '*.log' -delete"}},
		{"dd", "dd if=/dev/zero of=/dev/sdb bs=1M\ndd if=/dev/zero of=/dev/null\ndd if=a of=b", []string{"!dd if=/dev/zero of=/dev/sdb"}},
		{"disks", "mkfs.ext4 /dev/sdb1\nwipefs -a /dev/sdb\nzpool destroy tank\nlvremove vg0/x", []string{"!mkfs.ext4 ", "!wipefs -a", "!zpool destroy ", "!lvremove "}},
		{"SQL", "DROP TABLE orders;\ndrop database shop;\nTRUNCATE TABLE carts;\ntruncate carts cascade;\nDELETE FROM carts;\n", []string{"!DROP TABLE o", "!drop database s", "!TRUNCATE TABLE carts", "!truncate carts", "!DELETE FROM carts"}},
		{"SQL in a command", `psql -c "DELETE FROM carts"` + "\n" + `mysql -e 'drop table x'`, []string{"!DELETE FROM carts", "!drop table x"}},
		{"SQL with a condition", "DELETE FROM carts WHERE id = 3;\nDELETE FROM carts\n  WHERE id = 3;\nUPDATE carts SET a = 1 WHERE id = 3;", nil},
		{"SQL for all rows", "UPDATE carts SET a = 1;", []string{"!UPDATE carts SET "}},
		{"words of SQL", "SELECT dropped, truncated FROM t;\niptables -A INPUT -j DROP\nlog: truncate at 80", nil},
		{"Redis", "redis-cli -h r FLUSHALL\nredis-cli flushdb\nredis-cli info", []string{"!FLUSHALL", "!flushdb"}},
		{"search engine", "curl -s -XDELETE http://es:9200/logs\ncurl -X GET http://es:9200", []string{"!curl -s -XDELETE"}},
		{"Kubernetes", "kubectl -n web delete pvc data-0\nkubectl delete ns web\noc delete -n web deployment/x\nkubectl delete -f x.yaml", []string{"!kubectl -n web delete pvc", "!kubectl delete ns", "!oc delete -n web deployment/x", "!kubectl delete"}},
		{"what Kubernetes makes again", "kubectl -n web delete pod x\nkubectl delete pods -l app=x\noc delete --namespace web po/x", []string{"kubectl -n web delete pod", "kubectl delete pods", "oc delete --namespace web po/x"}},
		{"tries", "kubectl delete ns x --dry-run=client\nterraform plan -destroy\nhelm uninstall x --dry-run\nrm --help -r\naws s3 rm s3://x --recursive --dryrun", nil},
		{"no try", "kubectl delete ns x --dry-run=none", []string{"!kubectl delete ns"}},
		{"looks", "kubectl auth can-i delete pods\nkubectl get pods\nsystemctl status x\nkubectl describe ns x\ngit push\ngit log --force\nhelm list\nterraform plan\naws s3 ls\nkubectl rollout status deploy/x", nil},
		{"tools", "helm -n x uninstall y\nterraform -chdir=x destroy\nterraform state rm a\nargocd app delete x", []string{"!helm -n x uninstall", "!terraform -chdir=x destroy", "!terraform state rm", "!argocd app delete"}},
		{"Git", "git push --force origin main\ngit push -f\ngit push --force-with-lease\ngit reset --hard HEAD~1\ngit clean -fdx", []string{"!git push --force", "!git push -f", "!git reset --hard", "!git clean -fdx"}},
		{"clouds", "aws s3 rm s3://x --recursive\naws --region a ec2 terminate-instances --instance-ids i\naws rds delete-db-instance\ngcloud compute instances delete x\naz group delete -n x\naws ec2 describe-instances", []string{"!aws s3 rm s3://x --recursive", "!aws --region a ec2 terminate-instances", "!aws rds delete-db-instance", "!gcloud compute instances delete", "!az group delete"}},
		{"restarts", "systemctl restart nginx\nsudo systemctl stop x\nservice nginx restart\nsudo reboot\nkubectl rollout restart deploy/x\nkubectl -n a scale deploy/x --replicas=0\nkubectl drain n1\ndocker restart x\nkill -9 123", []string{"systemctl restart nginx", "systemctl stop x", "service nginx restart", "reboot", "kubectl rollout restart", "kubectl -n a scale deploy/x --replicas=0", "kubectl drain", "docker restart", "kill -9"}},
		{"no restarts", "kill -0 123\nkill -HUP 1\nsystemctl list-units\ndocker ps\nkubectl scale deploy/x --replicas=3\nlast reboot | head\ncat /var/log/kill.log", nil},
		{"the heavier of a line", "systemctl stop x && rm -rf /var/lib/x", []string{"!rm -rf /var/lib/x"}},
		{"prompts", "$ kubectl delete ns x\nroot@db:~# rm -rf /y\n> DROP TABLE x;", []string{"!kubectl delete ns", "!rm -rf /y", "!DROP TABLE x"}},
		{"prints and comments", "echo rm -rf /x\n# kubectl delete ns x\n-- DROP TABLE x;\n// rm -rf x", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, shown(tt.script)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestBrief(t *testing.T) {
	tests := []struct{ command, want string }{
		{"", ""},
		{"kubectl -n web  delete pvc", "kubectl -n web delete pvc"},
		{"rm -rf /var/lib/商品\r", "rm -rf /var/lib/商品"},
		{`curl -s -H "Authorization: Bearer s3cr3t" -XDELETE`, "curl … -XDELETE"},
		{"curl -u ann:pw@x https://es:9200/a -XDELETE", "curl -u … -XDELETE"},
		{"git push https://ann:pw@host/x.git --force", "git push … --force"},
		{"rm -rf 'a b'", "rm …"},
		{"etcdctl --token=q7Lw2Zt9Xc4Vb1Nm8Ks5 del", "etcdctl … del"},
	}
	for _, tt := range tests {
		if got := Brief(tt.command); got != tt.want {
			t.Errorf("Brief(%q) = %q, want %q", tt.command, got, tt.want)
		}
	}
}

func TestHazardsTakeLinearTime(t *testing.T) {
	for _, piece := range []string{"kubectl delete ", "rm -r ", "DELETE FROM x ", "git push --f ", "docker compose ", "kubectl -n "} {
		text := strings.Repeat(strings.Repeat(piece, 4000)+"\n", 8)
		begin := time.Now()
		Hazards(text)
		if took := time.Since(begin); took > 5*time.Second {
			t.Errorf("%q × %d bytes took %v", piece, len(text), took)
		}
	}
}

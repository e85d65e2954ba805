package facet

import (
	"regexp"
	"sync"

	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// Pieces of the shapes below.
const (
	// begins is where a program can stand: where a command begins, also inside
	// quotes, behind sudo, xargs, ssh and the like.
	begins = `(?im)(?:^|[|;&(\x60"']|[$#%>][ \t]|\b(?:sudo|xargs|then|do|else|nohup|time|exec)(?:[ \t]+-\S+)*[ \t]|[ \t]--[ \t]|\bssh[ \t](?:-\S+[ \t]+)*\S+[ \t])[ \t]*`
	// inside is where one of an unmistakable name can stand.
	inside = `(?im)(?:^|[\s|;&(\x60"'=/])`
	// flags may stand between a program and its verb.
	flags = `(?:[ \t]+-{1,2}[\w-]+(?:[= ]\S+)?)*[ \t]+`
	kube  = `((?:kubectl|oc)` + flags
)

// shapeOf is compiled when a script first has a word of it: most programs that
// read documents meet few of them.
func shapeOf(where, what string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(where + what) })
}

// hazards are the commands that do harm. Those that take away are before those
// that only stop.
var hazards = []hazard{
	// Files and disks.
	{words: []string{"rm "}, destroys: true, shape: shapeOf(begins, `(rm[ \t](?:-\S+[ \t]+)*(?:-[a-z]*r[a-z]*|--recursive)\b[^\n|;&]*)`)},
	{words: []string{"find "}, destroys: true, shape: shapeOf(begins, `(find[ \t][^\n|;&]*[ \t](?:-delete|-exec[ \t]+(?:sudo[ \t]+)?rm)\b)`)},
	{words: []string{"of="}, destroys: true, shape: shapeOf(begins, `(dd[ \t][^\n|;&]*\bof=(?:/dev/(?:sd|hd|vd|xvd|nvme|mmcblk|r?disk|mapper|md|dm-)|[<$])[^\s|;&]*)`)},
	{words: []string{"mkfs", "wipefs", "blkdiscard", "shred", "zap", "mklabel"}, destroys: true, shape: shapeOf(begins, `(mkfs(?:\.\w+)?[ \t]|wipefs[ \t]+(?:-a|--all)|blkdiscard[ \t]|shred[ \t]|sgdisk[ \t][^\n]*(?:-Z|--zap)|parted[ \t][^\n]*\b(?:rm|mklabel)\b)`)},
	{words: []string{"remove", "destroy"}, destroys: true, shape: shapeOf(begins, `((?:lv|vg|pv)remove[ \t]|z(?:fs|pool)[ \t]+destroy[ \t])`)},
	{words: []string{"truncate -"}, destroys: true, shape: shapeOf(begins, `(truncate[ \t]+(?:-s[ \t]*0|--size[= ]0))`)},

	// Databases, caches and queues.
	{words: []string{"drop"}, destroys: true, shape: shapeOf(inside, `(drop\s+(?:table|database|schema|keyspace|tablespace|materialized\s+view)\s+["\x60\[<$\w])`)},
	{words: []string{"truncate"}, destroys: true, shape: shapeOf(`(?im)(?:^|[;"'>#])[ \t]*`, `(truncate[ \t]+(?:table[ \t]+)?["\x60]?[\w<$][\w.<>"\x60$]*)[ \t]*(?:;|$|"|'|,|cascade|restart)`)},
	{words: []string{"delete"}, destroys: true, shape: shapeOf(inside, `(delete\s+from\s+["\x60]?[\w.<>$]+)`), judge: unlimited},
	{words: []string{"update"}, destroys: true, shape: shapeOf(inside, `(update\s+["\x60]?[\w.<>$]+\s+set\s)`), judge: unlimited},
	{words: []string{"dropdatabase", ".drop(", "deletemany({}", ".remove({}"}, destroys: true, shape: shapeOf(`(?i)`, `(\bdb\.[\w.()"']*?(?:dropDatabase\(|drop\(\)|deleteMany\(\{\}\)|remove\(\{\}\)))`)},
	{words: []string{"flushall", "flushdb"}, destroys: true, shape: shapeOf(`(?i)`, `\b(flush(?:all|db))\b`)},
	{words: []string{"-xdelete", "-x delete", "--request delete", "-x \"delete", "-x 'delete"}, destroys: true, shape: shapeOf(inside, `(curl[ \t][^\n|;]*?(?:-X[ \t]*|--request[= ])["']?DELETE)\b`)},
	{words: []string{"kafka"}, destroys: true, shape: shapeOf(inside, `(kafka-(?:topics|consumer-groups)(?:\.sh)?[ \t][^\n]*--delete(?:-offsets)?|kafka-delete-records(?:\.sh)?)\b`)},
	{words: []string{"rabbitmqctl"}, destroys: true, shape: shapeOf(inside, `(rabbitmqctl`+flags+`(?:force_reset|reset|purge_queue|delete_queue|delete_vhost))\b`)},
	{words: []string{"etcdctl"}, destroys: true, shape: shapeOf(inside, `(etcdctl`+flags+`(?:del|member[ \t]+remove))\b`)},
	{words: []string{"nodetool"}, destroys: true, shape: shapeOf(inside, `(nodetool`+flags+`(?:removenode|decommission|assassinate))\b`)},
	{words: []string{"ceph", "rados"}, destroys: true, shape: shapeOf(inside, `(ceph[ \t]+osd[ \t]+(?:purge|destroy|pool[ \t]+(?:rm|delete))|rados[ \t]+[^\n]*\bpurge)\b`)},
	{words: []string{"vault", "consul"}, destroys: true, shape: shapeOf(inside, `(vault[ \t]+(?:delete|secrets[ \t]+disable|kv[ \t]+(?:destroy|delete|metadata[ \t]+delete))|consul[ \t]+kv[ \t]+delete)\b`)},

	// Kubernetes and what is built with tools.
	{words: []string{"delete"}, destroys: true, shape: shapeOf(inside, kube+`delete)\b`), judge: resourceDeleted},
	{words: []string{"helm"}, destroys: true, shape: shapeOf(inside, `(helm`+flags+`(?:uninstall|delete|del)|helmfile`+flags+`(?:destroy|delete))\b`)},
	{words: []string{"terraform", "tofu", "terragrunt"}, destroys: true, shape: shapeOf(inside, `((?:terraform|tofu|terragrunt)`+flags+`(?:destroy|apply[ \t][^\n|;&]*-destroy|state[ \t]+rm))\b`)},
	{words: []string{"pulumi", "cdk", "vagrant", "argocd", "flux"}, destroys: true, shape: shapeOf(inside, `((?:pulumi|cdk|vagrant)[ \t]+destroy|argocd[ \t]+app[ \t]+delete|flux[ \t]+(?:uninstall|delete))\b`)},
	{words: []string{"prune", "volume rm", "down"}, destroys: true, shape: shapeOf(inside, `((?:docker|podman)[ \t]+(?:system|volume|image)[ \t]+prune|(?:docker|podman)[ \t]+volume[ \t]+rm|docker[- ]compose[ \t][^\n|;&]*\bdown[ \t][^\n|;&]*(?:-v|--volumes))\b`)},

	// Git.
	{words: []string{"push"}, destroys: true, shape: shapeOf(inside, `(git`+flags+`push[ \t][^\n|;&]*?(?:--force|-f|--delete|--mirror))(?:\s|$)`)},
	{words: []string{"reset", "clean", "branch"}, destroys: true, shape: shapeOf(inside, `(git`+flags+`(?:reset[ \t]+(?:\S+[ \t]+)?--hard|clean[ \t]+-\w*f\w*|branch[ \t]+-D))\b`)},

	// Clouds.
	{words: []string{"aws"}, destroys: true, shape: shapeOf(inside, `(aws`+flags+`(?:s3[ \t]+(?:rm[ \t][^\n|;&]*--recursive|rb[ \t]|sync[ \t][^\n|;&]*--delete)|[\w-]+[ \t]+(?:delete|terminate|deregister|purge)-[\w-]+))`)},
	{words: []string{"gcloud", "gsutil"}, destroys: true, shape: shapeOf(inside, `(gcloud[ \t][^\n|;&]*?\b(?:delete|rm)|gsutil[ \t](?:-\S+[ \t]+)*rm[ \t][^\n|;&]*-r)\b`)},
	{words: []string{"az "}, destroys: true, shape: shapeOf(begins, `(az[ \t][\w -]*?\b(?:delete|purge))\b`)},

	// What stops or starts anew.
	{words: []string{"systemctl"}, shape: shapeOf(inside, `(systemctl`+flags+`(?:restart|stop|kill|try-restart|isolate|mask|disable)[ \t]+[\w<$@.{-]+)`)},
	{words: []string{"service ", "init.d", "rc-service"}, shape: shapeOf(begins, `((?:service[ \t]+|/etc/init\.d/|rc-service[ \t]+)[\w<$@.{}>-]+[ \t]+(?:restart|stop))\b`)},
	{words: []string{"reboot", "shutdown", "poweroff", "halt"}, shape: shapeOf(begins, `((?:reboot|shutdown|poweroff|halt))(?:\s|$)`)},
	{words: []string{"kill"}, shape: shapeOf(begins, `((?:kill[ \t]+-?[\w<$%]|killall[ \t]|pkill[ \t])\S*)`), judge: reallyKills},
	{words: []string{"pg_terminate_backend"}, shape: shapeOf(`(?i)`, `(pg_terminate_backend)[ \t]*\(`)},
	{words: []string{"rollout"}, shape: shapeOf(inside, kube+`rollout`+flags+`restart)\b`)},
	{words: []string{"drain"}, shape: shapeOf(inside, `((?:kubectl|oc(?:[ \t]+adm)?)`+flags+`drain)\b`)},
	{words: []string{"--replicas"}, shape: shapeOf(inside, kube+`scale[ \t][^\n|;&]*--replicas[= ]0)\b`)},
	{words: []string{"replace"}, shape: shapeOf(inside, kube+`replace[ \t][^\n|;&]*--force)\b`)},
	{words: []string{"docker", "podman", "crictl", "nerdctl"}, shape: shapeOf(inside, `((?:docker|podman|crictl|nerdctl)[ \t]+(?:container[ \t]+)?(?:restart|stop|kill|rm|rmp|stopp)|docker[- ]compose[ \t][^\n|;&]*?\b(?:restart|down|stop|kill))\b`)},
	{words: []string{"supervisorctl", "pm2"}, shape: shapeOf(inside, `((?:supervisorctl|pm2)[ \t]+(?:restart|stop|shutdown|delete))\b`)},
	{words: []string{"nginx", "pg_ctl", "patronictl", "heroku", "apachectl"}, shape: shapeOf(inside, `(nginx[ \t]+-s[ \t]+(?:stop|quit)|pg_ctl[ \t][^\n|;&]*\b(?:restart|stop|promote)|patronictl[ \t][^\n|;&]*?\b(?:restart|failover|switchover|reinit)|heroku[ \t]+(?:ps:)?restart|apachectl[ \t]+(?:restart|stop))\b`)},
	{words: []string{"failover", "shutdown"}, shape: shapeOf(inside, `(redis-cli[ \t][^\n|;&]*?\b(?:failover|shutdown))\b`)},
	{words: []string{"iptables", "ip6tables", "nft"}, shape: shapeOf(begins, `(ip6?tables[ \t][^\n|;&]*(?:-F|--flush)|nft[ \t]+flush)\b`)},
	{words: []string{"aws"}, shape: shapeOf(inside, `(aws`+flags+`[\w-]+[ \t]+(?:reboot|stop|failover)-[\w-]+)`)},
	{words: []string{"gcloud", "az "}, shape: shapeOf(begins, `(gcloud[ \t][^\n|;&]*?\binstances[ \t]+(?:reset|stop)|az[ \t][\w -]*?\b(?:restart|stop|deallocate))\b`)},
}

// reallyKills tells a signal that ends a process from one that asks: kill -0
// and -HUP end none.
func reallyKills(script string, h *Hazard) bool {
	return !gentle.MatchString(script[h.Span.Start:min(h.Span.End+20, len(script))])
}

var gentle = lazyregexp.New(`(?i)^p?kill(?:all)?\s+-(?:s\s+|SIG)?(?:0|1|HUP|USR1|USR2|CONT|l|STOP)\b`)

#!/bin/bash
# PID 1 of a lab node, in its own network, PID, mount and UTS namespaces: when it ends, every process and mount of
# the node ends with it. Needs NODE, NODE_IP, NODE_ROUTES, NODE_LABELS, NODE_FOLDER, KUBELET, KUBE_PROXY.
set -eu
disk=$NODE_FOLDER/disk

hostname "$NODE"
mount --make-rprivate /
mount -t tmpfs tmpfs /run && mkdir -p /run/lock
for folder in /var/log /var/lib/kubelet /var/lib/containerd /var/lib/cni /srv; do # nothing of a pod reaches the machine's
  mkdir -p "$folder" "$disk$folder"
  mount --bind "$disk$folder" "$folder"
done
mkdir -p /etc/cni/net.d && mount --bind "$NODE_FOLDER/cni" /etc/cni/net.d
mount --make-rshared /

# The kubelet insists on these values, which belong to the whole machine: it is shown them instead.
show() {
  mkdir -p "$NODE_FOLDER/sysctl"
  echo "$2" > "$NODE_FOLDER/sysctl/$1"
  mount --bind "$NODE_FOLDER/sysctl/$1" "/proc/sys/${1//.//}"
}
show vm.overcommit_memory 1
show vm.panic_on_oom 0
show kernel.panic 10
show kernel.panic_on_oops 1
show kernel.keys.root_maxkeys 1000000
show kernel.keys.root_maxbytes 25000000

until ip link show eth0 > /dev/null 2>&1; do sleep 0.05; done # the machine's side plugs the cable in
ip link set lo up
ip addr add "$NODE_IP/24" dev eth0
ip link set eth0 up
while read -r range gateway; do
  ip route add "$range" ${gateway:+via "$gateway"} dev eth0
done <<< "$NODE_ROUTES"
sysctl -qw net.ipv4.ip_forward=1

keep() {
  local name=${1##*/}
  local log=$NODE_FOLDER/logs/$name.log
  set +e
  while :; do
    "$@" >> "$log" 2>&1 < /dev/null
    echo "[$name ended with status $?]" >> "$log"
    sleep 1
  done
}
ulimit -Sn 1024 # as systemd starts a service, containerd 2 among them: pods get it
keep containerd --config "$NODE_FOLDER/containerd.toml" &
keep "$KUBE_PROXY" --config="$NODE_FOLDER/kube-proxy.yaml" &
until [ -e "$NODE_FOLDER/images-imported" ]; do sleep 0.05; done # a pod whose image is not there yet backs off
keep "$KUBELET" --config="$NODE_FOLDER/kubelet.yaml" --kubeconfig="$NODE_FOLDER/kubelet.kubeconfig" \
  --hostname-override="$NODE" --node-ip="$NODE_IP" --node-labels="$NODE_LABELS" &

trap 'exit 0' TERM
while :; do wait -n || sleep 0.2; done # reaps what daemons leave behind

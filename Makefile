# Everything runs on the Node that package-lock.json pins, whatever the machine has.
NODE := node_modules/.bin/node
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)
# downloads follow HTTP_PROXY and its kin
export NODE_USE_ENV_PROXY := 1
export CONTEXT FAILOVER LAB_PORT SERVICE CONTROLLER STRICT

.PHONY: help up down failover drill test bench bench-data bench-edge bench-failover lab-nodes lab-nodes-down packages
help:
	@echo 'make up     bring up the lab: engine, cluster, stacks (CONTEXT=<kube context> your own cluster,'
	@echo '            FAILOVER=all|none|a,b the emergency switch, LAB_PORT=<port> of the API server)'
	@echo 'make down   take it down again (CONTEXT= as above)'
	@echo 'make failover ARGS="on audio-callback-api --reason drill"  the command of docs/failover.md, on the lab'
	@echo 'make drill SERVICE=<service>  a drill under load on two real nodes of its own, and a report (Linux, root;'
	@echo '            CONTROLLER=haproxy|ingress-nginx, the first whose image is there unless given)'
	@echo 'make lab-nodes  add two real nodes to the lab (Linux, root); make lab-nodes-down'
	@echo 'make test   lint, types, unit and integration tests (STRICT=1: a skipped one is a failure)'
	@echo 'make bench  time and memory of the program for 10 and 1,000 services'
	@echo 'make bench-data  the data plane under load on real nodes, written to docs/data-plane.md (Linux, root)'
	@echo 'make bench-edge  the HAProxy edge under load on a real node, written to docs/haproxy-edge.md (Linux, root)'
	@echo 'make bench-failover  one of 1,000 services switched, and all of them, written to docs/failover.md'

# compiled code is kept: every test file is a process or thread that would compile Pulumi's packages anew
test: export NODE_COMPILE_CACHE := $(CURDIR)/node_modules/.cache/compile

up down test: packages
	@$(NODE) lab/$@.ts

drill bench bench-data bench-edge bench-failover: packages
	@$(NODE) bench/$@.ts

failover: packages
	@$(NODE) lab/failover.ts $(ARGS)

lab-nodes: packages
	@$(NODE) lab/nodes-up.ts

lab-nodes-down: packages
	@$(NODE) lab/nodes-down.ts

# installed again only when the lock file has changed; not by `npm ci`, which wants the optional packages of every
# platform in the lock file, where a registry may have some only
packages:
	@cmp -s package-lock.json node_modules/.installed-lock.json || { \
	  command -v npm >/dev/null || { echo 'error: npm is needed: install Node.js 20 or newer, which brings it (https://nodejs.org).' >&2; exit 1; }; \
	  echo '- Installing npm packages'; npm install --no-save --no-progress --loglevel=error && cp package-lock.json node_modules/.installed-lock.json; }

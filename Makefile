# Everything runs on the Node that package-lock.json pins, not on the machine's.
NODE := node_modules/.bin/node
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)
# Downloads follow HTTP_PROXY, HTTPS_PROXY and NO_PROXY.
export NODE_USE_ENV_PROXY := 1
export CONTEXT FAILOVER LAB LAB_PORT REGISTRY SERVICE CONTROLLER STRICT BROWSER

.PHONY: help up down images failover drill test bench bench-data bench-edge bench-failover lab-nodes lab-nodes-down packages
help:
	@echo 'make up              bring up the lab, and send a request through each class (LAB=kind|nodes|simulated, else the best'
	@echo '                     that the machine can do; FAILOVER=all|none|a,b: the emergency switch; LAB_PORT=<port>: of the'
	@echo '                     API server; CONTEXT=<kube context>: a trial on your own cluster, REGISTRY=: with your images)'
	@echo 'make down            take the lab down (CONTEXT=<kube context>: the trial there)'
	@echo 'make images          build the images; REGISTRY=<registry>/<folder> pushes them'
	@echo 'make test            lint, types, unit and integration tests (STRICT=1: a skipped test is a failure;'
	@echo '                     BROWSER=install: installs chromium for the one test that needs it)'
	@echo 'make failover ARGS="on audio-callback-api --reason drill"'
	@echo '                     the command of docs/failover.md, on the lab'
	@echo 'make drill SERVICE=<service>'
	@echo '                     a drill under load on two real nodes, with a report (Linux, root;'
	@echo '                     CONTROLLER=haproxy|ingress-nginx, else the first that can)'
	@echo 'make lab-nodes       add two real nodes to the lab (Linux, root); make lab-nodes-down removes them'
	@echo 'make bench           time and memory of the program for 10 and 1,000 services'
	@echo 'make bench-data      the data plane under load, written to docs/data-plane.md (Linux, root)'
	@echo 'make bench-edge      the HAProxy edge under load, written to docs/haproxy-edge.md (Linux, root)'
	@echo 'make bench-failover  a switch of one and of 1,000 services, written to docs/failover.md'

# Keeps compiled code: each test file is a process or thread that would otherwise compile Pulumi's packages again.
test: export NODE_COMPILE_CACHE := $(CURDIR)/node_modules/.cache/compile

# A `make` that is killed takes its tests with it, and they their clusters.
test: TIED = $(shell command -v setpriv >/dev/null && echo setpriv --pdeathsig TERM --)

up down test: packages
	@$(TIED) $(NODE) lab/$@.ts

images: packages
	@$(NODE) lab/build-images.ts

drill bench bench-data bench-edge bench-failover: packages
	@$(NODE) bench/$@.ts

failover: packages
	@$(NODE) lab/failover.ts $(ARGS)

lab-nodes: packages
	@$(NODE) lab/nodes-up.ts

lab-nodes-down: packages
	@$(NODE) lab/nodes-down.ts

# Installs again only when the lock file has changed.
packages:
	@cmp -s package-lock.json node_modules/.installed-lock.json || { \
	  command -v npm >/dev/null || { echo 'error: npm is needed: install Node.js 20 or newer, which brings it (https://nodejs.org).' >&2; exit 1; }; \
	  echo '- Installing npm packages'; npm ci --no-progress --loglevel=error && cp package-lock.json node_modules/.installed-lock.json; }

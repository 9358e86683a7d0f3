{{- define "istio-registry-bridge.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 50 | trimSuffix "-" -}}
{{- end }}

{{- define "istio-registry-bridge.fullname" -}}
{{- $name := include "istio-registry-bridge.name" . -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end }}

{{- define "istio-registry-bridge.selectorLabels" -}}
app.kubernetes.io/name: {{ include "istio-registry-bridge.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "istio-registry-bridge.labels" -}}
{{ include "istio-registry-bridge.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{/* Other ones than the bridge's, whose Service must not choose it. */}}
{{- define "istio-registry-bridge.purgeLabels" -}}
app.kubernetes.io/name: {{ include "istio-registry-bridge.name" . }}-purge
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "istio-registry-bridge.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "istio-registry-bridge.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end }}

{{- define "istio-registry-bridge.image" -}}
{{- $repository := required "image.repository: say where the bridge's image is, such as registry.example.com/istio-registry-bridge" .Values.image.repository -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" $repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" $repository (default .Chart.AppVersion .Values.image.tag) -}}
{{- end -}}
{{- end }}

{{- define "istio-registry-bridge.owner" -}}
{{- required "bridge.owner: give this deployment a name that no other has, such as prod-eu; what it writes carries it, and nothing else is touched" .Values.bridge.owner -}}
{{- end }}

{{/* application.yaml, after a look at what no start of the bridge could say as well. */}}
{{- define "istio-registry-bridge.config" -}}
{{- $_ := include "istio-registry-bridge.owner" . -}}
{{- $_ := required "bridge.policy: choose create-only, upsert-only (deletes nothing) or sync" .Values.bridge.policy -}}
{{- if eq (toString .Values.bridge.mode) "once" -}}
{{- fail "bridge.mode: once ends after one pass, and a Deployment would start it again for ever; run it from a pipeline or a CronJob" -}}
{{- end -}}
{{- range $name, $sink := dig "sink" "mcp" dict .Values.bridge -}}
{{- if and $sink.snapshot (gt (int $.Values.replicaCount) 1) -}}
{{- fail (printf "bridge.sink.mcp.%s.snapshot: no two replicas may share a directory; name a config-map instead, or set replicaCount to 1 and mount a volume there" $name) -}}
{{- end -}}
{{- end -}}
{{- $server := .Values.config.server | default dict -}}
{{- if ne "8080" (coalesce (index .Values.config "server.port") $server.port 8080 | toString) -}}
{{- fail "config.server.port: in its pod the bridge listens on 8080, as the Service and the probes have it; management.server.port may be another" -}}
{{- end -}}
{{- range list "bridge" "spring" -}}
{{- if hasKey $.Values.config . -}}
{{- fail (printf "config.%s: it has a place of its own, %s" . .) -}}
{{- end -}}
{{- end -}}
{{- $bridge := deepCopy .Values.bridge -}}
{{- if .Values.adminToken.existingSecret -}}
{{- $_ := set $bridge "admin" (dict "token-file" (printf "/etc/bridge-admin/%s" .Values.adminToken.key)) -}}
{{- end -}}
{{- $tree := merge (dict "bridge" $bridge) .Values.config -}}
{{- if .Values.spring -}}
{{- $_ := set $tree "spring" .Values.spring -}}
{{- end -}}
{{- $config := toYaml $tree -}}
{{- if regexMatch "://[^/@\\s]+:[^/@\\s]*@" $config -}}
{{- fail "the configuration is a ConfigMap, which is no place for the password in a URL; use username and password-file with secretMounts" -}}
{{- end -}}
{{- if or (regexMatch "(?mi)^[ -]*[\\w.-]*(password|secret|token): *['\"]?[^\\s'\"$]" $config) (contains "PRIVATE KEY-----" $config) -}}
{{- fail "the configuration is a ConfigMap, which is no place for passwords, tokens and private keys; use files from secretMounts, or ${VARIABLE} with extraEnv from a Secret" -}}
{{- end -}}
{{- $config -}}
{{- end }}

{{/* Whether the bridge writes to the cluster that it runs in. */}}
{{- define "istio-registry-bridge.writesHere" -}}
{{- range $name, $sink := dig "sink" "kubernetes" dict .Values.bridge -}}
{{- if not $sink.kubeconfig }}true{{ end -}}
{{- end -}}
{{- end }}

{{/* Whether it tells there of what is refused and held back. */}}
{{- define "istio-registry-bridge.writesEvents" -}}
{{- range $name, $sink := dig "sink" "kubernetes" dict .Values.bridge -}}
{{- if and (not $sink.kubeconfig) (ne (toString $sink.events) "false") }}true{{ end -}}
{{- end -}}
{{- end }}

{{/* Whether it looks for the hosts of others in all namespaces of that cluster. */}}
{{- define "istio-registry-bridge.seesCluster" -}}
{{- range $name, $sink := dig "sink" "kubernetes" dict .Values.bridge -}}
{{- if and (not $sink.kubeconfig) (eq (lower (toString $sink.see)) "cluster") }}true{{ end -}}
{{- end -}}
{{- end }}

{{/* Whether it talks to the API server that its ServiceAccount is for. */}}
{{- define "istio-registry-bridge.needsToken" -}}
{{- include "istio-registry-bridge.writesHere" . -}}
{{- range $name, $sink := dig "sink" "mcp" dict .Values.bridge -}}
{{- if index $sink "config-map" }}true{{ end -}}
{{- end -}}
{{- end }}

{{/* As the bridge finds them: those that its registries are mapped to. */}}
{{- define "istio-registry-bridge.namespaces" -}}
{{- $usual := dig "mapping" "namespace" "mesh" .Values.bridge -}}
{{- $all := .Values.targetNamespaces -}}
{{- if not $all -}}
{{- range $kind, $registries := dig "registry" dict .Values.bridge -}}
{{- range $name, $registry := $registries -}}
{{- $all = append $all (dig "mapping" "namespace" $usual $registry) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- toJson (default (list $usual) $all | uniq | sortAlpha) -}}
{{- end }}

{{/* The owner's Lease, by its name but for the creation, which RBAC cannot limit to a name. */}}
{{- define "istio-registry-bridge.leaseRules" -}}
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  resourceNames: [registry-bridge-{{ include "istio-registry-bridge.owner" . }}]
  verbs: [get, watch, patch]
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  verbs: [create]
{{- end }}

{{- define "istio-registry-bridge.eventRules" -}}
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create]
{{- end }}

{{- define "istio-registry-bridge.grpcPort" -}}
{{- dig "grpc" "server" "port" 9090 .Values.spring | int -}}
{{- end }}

{{/* The port that actuator and console have for themselves, if they have one. */}}
{{- define "istio-registry-bridge.managementPort" -}}
{{- $management := .Values.config.management | default dict -}}
{{- $server := $management.server | default (index .Values.config "management.server") | default dict -}}
{{- $port := coalesce (index .Values.config "management.server.port") (index $management "server.port") $server.port 8080 | toString -}}
{{- if not (regexMatch "^[1-9][0-9]{1,4}$" $port) -}}
{{- fail (printf "config.management.server.port: the Service and whoever asks it have to know the port; %s is none" $port) -}}
{{- end -}}
{{- if ne $port "8080" }}{{ $port }}{{ end -}}
{{- end }}

{{- define "istio-registry-bridge.servesIstiod" -}}
{{- if dig "sink" "mcp" dict .Values.bridge }}true{{ end -}}
{{- end }}

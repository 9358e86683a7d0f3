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

{{/* Those and the values' own (root, more); what selectors look for stays as it is. */}}
{{- define "istio-registry-bridge.labelsAnd" -}}
{{- $selected := include "istio-registry-bridge.selectorLabels" .root | fromYaml -}}
{{- merge $selected (default dict .more) (include "istio-registry-bridge.labels" .root | fromYaml) | toYaml -}}
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

{{/* A tree's values as texts, by their properties however these are nested and dotted; JSON. */}}
{{- define "istio-registry-bridge.properties" -}}
{{- $properties := dict -}}
{{- range $key, $value := . -}}
{{- if kindIs "slice" $value -}}
{{- $items := dict -}}
{{- range $at, $item := $value }}{{ $_ := set $items (printf "[%d]" $at) $item }}{{ end -}}
{{- $value = $items -}}
{{- end -}}
{{- if kindIs "map" $value -}}
{{- range $rest, $text := include "istio-registry-bridge.properties" $value | fromJson -}}
{{- $_ := set $properties (printf "%s.%s" $key $rest | replace ".[" "[") $text -}}
{{- end -}}
{{- else if not (kindIs "invalid" $value) -}}
{{- $_ := set $properties $key (toString $value) -}}
{{- end -}}
{{- end -}}
{{- toJson $properties -}}
{{- end }}

{{/* Whether each pod has the directory, "path", for itself: nothing but an emptyDir is mounted at or above it. */}}
{{- define "istio-registry-bridge.ownDirectory" -}}
{{- $path := printf "%s/" (trimSuffix "/" .path) -}}
{{- $own := hasPrefix "/tmp/" $path -}}
{{- $shared := false -}}
{{- range $mount := .root.Values.extraVolumeMounts -}}
{{- range $volume := $.root.Values.extraVolumes -}}
{{- if and (eq $mount.name $volume.name) (hasPrefix (printf "%s/" (trimSuffix "/" $mount.mountPath)) $path) -}}
{{- if hasKey $volume "emptyDir" }}{{ $own = true }}{{ else }}{{ $shared = true }}{{ end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if and $own (not $shared) (not (contains ".." $path)) }}true{{ end -}}
{{- end }}

{{/* The properties that name directories which sinks of several pods would write; JSON. No two bridges may write one. */}}
{{- define "istio-registry-bridge.directories" -}}
{{- $directories := list -}}
{{- range $kind, $key := dict "mcp" "snapshot" "file" "directory" -}}
{{- range $name, $sink := dig "sink" $kind dict $.Values.bridge -}}
{{- $path := get $sink $key -}}
{{- if and $path (ne "true" (include "istio-registry-bridge.ownDirectory" (dict "root" $ "path" $path))) -}}
{{- $directories = append $directories (printf "bridge.sink.%s.%s.%s" $kind $name $key) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- toJson $directories -}}
{{- end }}

{{/* The configuration is a ConfigMap, which more people may read than Secrets. */}}
{{- define "istio-registry-bridge.refuseSecrets" -}}
{{- range $name, $text := include "istio-registry-bridge.properties" . | fromJson -}}
{{- if regexMatch "://[^/@\\s]+:[^/@\\s]*@" $text -}}
{{- fail (printf "%s: the configuration is a ConfigMap, which is no place for the password in a URL; use username and password-file with secretMounts" $name) -}}
{{- end -}}
{{- $secret := regexMatch "(?i)(password|secret|token)(\\[[0-9]+\\])?$" $name -}}
{{- /* Their keys are names of services and ports. */ -}}
{{- if regexMatch "^bridge\\.(registry\\.[^.]+\\.[^.]+\\.)?mapping\\.(hosts|ports|workload-entries-for)\\." $name -}}
{{- $secret = false -}}
{{- end -}}
{{- /* A placeholder's default would be told as well. */ -}}
{{- if or (and $secret (not (regexMatch "^(\\$\\{[^{}:]+:?\\})?$" $text))) (contains "PRIVATE KEY-----" $text) -}}
{{- fail (printf "%s: the configuration is a ConfigMap, which is no place for passwords, tokens and private keys; use files from secretMounts, or ${VARIABLE} with extraEnv from a Secret" $name) -}}
{{- end -}}
{{- end -}}
{{- end }}

{{/* application.yaml, after a look at what no start of the bridge could say as well. */}}
{{- define "istio-registry-bridge.config" -}}
{{- $_ := include "istio-registry-bridge.owner" . -}}
{{- $_ := required "bridge.policy: choose create-only, upsert-only (deletes nothing) or sync" .Values.bridge.policy -}}
{{- if eq (toString .Values.bridge.mode | trim | lower) "once" -}}
{{- fail "bridge.mode: once ends after one pass, and a Deployment would start it again for ever; run it from a pipeline or a CronJob" -}}
{{- end -}}
{{- range include "istio-registry-bridge.directories" . | fromJsonArray -}}
{{- if gt (int $.Values.replicaCount) 1 -}}
{{- fail (printf "%s: no two replicas may share a directory; set replicaCount to 1 and mount a volume there, or name a config-map instead where the sink is of kind mcp" .) -}}
{{- end -}}
{{- if eq $.Values.strategy.type "RollingUpdate" -}}
{{- fail (printf "strategy.type: a rolling update runs two bridges for a while, and no two may share %s; leave it out, or choose Recreate" .) -}}
{{- end -}}
{{- end -}}
{{- range $key, $_ := .Values.config -}}
{{- with regexFind "^(bridge|spring)(\\.|$)" $key -}}
{{- fail (printf "config.%s: it has a place of its own, %s beside config" $key (trimSuffix "." .)) -}}
{{- end -}}
{{- end -}}
{{- $properties := include "istio-registry-bridge.properties" .Values.config | fromJson -}}
{{- if ne "8080" (get $properties "server.port" | default "8080") -}}
{{- fail "config.server.port: in its pod the bridge listens on 8080, as the Service and the probes have it; management.server.port may be another" -}}
{{- end -}}
{{- range $name, $_ := $properties -}}
{{- if regexMatch "(?i)^(server\\.(ssl|servlet\\.context-?path)|management\\.(server\\.(ssl|base-?path)|endpoints\\.web\\.base-?path))\\b" $name -}}
{{- fail (printf "config.%s: the probes, the ServiceMonitor and the purge speak plain HTTP, at / and /actuator; put a path or TLS before the Service instead" $name) -}}
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
{{- include "istio-registry-bridge.refuseSecrets" $tree -}}
{{- toYaml $tree -}}
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

{{/* The second of these, if it is a port; the first is its property. */}}
{{- define "istio-registry-bridge.port" -}}
{{- $port := last . -}}
{{- if not (and (regexMatch "^[1-9][0-9]{0,4}$" $port) (le (int $port) 65535)) -}}
{{- fail (printf "%s: the Service and whoever asks it have to know the port; %s is none" (first .) $port) -}}
{{- end -}}
{{- $port -}}
{{- end }}

{{- define "istio-registry-bridge.grpcPort" -}}
{{- $port := get (include "istio-registry-bridge.properties" .Values.spring | fromJson) "grpc.server.port" | default "9090" -}}
{{- include "istio-registry-bridge.port" (list "spring.grpc.server.port" $port) -}}
{{- end }}

{{/* The port that actuator and console have for themselves, if they have one. */}}
{{- define "istio-registry-bridge.managementPort" -}}
{{- $port := get (include "istio-registry-bridge.properties" .Values.config | fromJson) "management.server.port" | default "8080" -}}
{{- if ne $port "8080" }}{{ include "istio-registry-bridge.port" (list "config.management.server.port" $port) }}{{ end -}}
{{- end }}

{{- define "istio-registry-bridge.servesIstiod" -}}
{{- if dig "sink" "mcp" dict .Values.bridge }}true{{ end -}}
{{- end }}

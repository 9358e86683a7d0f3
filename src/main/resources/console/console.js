// The console. It asks actuator's endpoints again and again and shows what they answer. Everything
// that they say may have been written by a stranger, so it becomes text and never markup.

const PAUSE = 2000; // between two rounds, if the bridge answers quickly
const LONGEST_REST = 10000; // if it answers slowly
const LONGEST_PAUSE = 60000; // if it does not
const PATIENCE = 20000;
const ROWS = 300; // of services, over all registries
const ITEMS = 100; // of each kind of change, and of each list of obstacles
const LINES = 200; // of one service's instances and endpoints

const at = Object.fromEntries(
  Object.entries(document.body.dataset).map(([name, path]) => [name, new URL(path, document.baseURI).href]));
const $ = id => document.getElementById(id);

const known = { sync: null, plan: null, listings: new Map(), service: null };
let asOf = null; // when the bridge last answered, by this clock
let ahead = 0; // by how much the bridge's clock is ahead of this one, in ms
let troubles = []; // of the last round
let failures = 0;
let nextTry = 0;
let timer = 0;
let round = new AbortController();
let passing = false; // whether a pass was asked for and is not done
let token = ""; // the admin token, here and nowhere else

// ---- Elements

/** An element; children that are no elements become text. */
function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter(child => child || child === 0).map(child => child instanceof Node ? child : String(child)));
  return element;
}

/** Makes an element hold these children, and leaves what is so already: focus and selection stay. */
function show(element, ...children) {
  const wanted = h(element.tagName, null, ...children);
  patchChildren(element, wanted);
}

function patchChildren(from, to) {
  const wanted = [...to.childNodes];
  const keys = new Set(wanted.map(keyOf).filter(Boolean));
  const present = new Map();
  for (const child of [...from.childNodes]) {
    const key = keyOf(child);
    if (key && keys.has(key)) present.set(key, child);
    else if (key) child.remove();
  }
  let cursor = from.firstChild;
  for (const next of wanted) {
    const key = keyOf(next);
    const match = key ? take(present, key) : cursor && !keyOf(cursor) && alike(cursor, next) ? cursor : null;
    if (!match) from.insertBefore(next, cursor);
    else {
      if (match === cursor) cursor = cursor.nextSibling;
      else from.insertBefore(match, cursor);
      patch(match, next);
    }
  }
  while (cursor) {
    const last = cursor;
    cursor = cursor.nextSibling;
    last.remove();
  }
}

/** Two may have one key, for names come from outside. */
function take(present, key) {
  const node = present.get(key);
  present.delete(key);
  return node;
}

function patch(from, to) {
  if (from.nodeType === Node.TEXT_NODE) {
    if (from.data !== to.data) from.data = to.data;
    return;
  }
  for (const { name } of [...from.attributes]) {
    if (!to.hasAttribute(name) && name !== "open") from.removeAttribute(name); // people open details
  }
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) !== value) from.setAttribute(name, value);
  }
  patchChildren(from, to);
}

const keyOf = node => node.dataset?.key;
const alike = (one, other) => one.nodeName === other.nodeName;

const badge = (level, ...text) => h("span", { class: `badge ${level}` }, ...text);
const count = (number, one, several = one + "s") => `${number.toLocaleString("en")} ${number === 1 ? one : several}`;
const more = (number, advice = "") => number > 0 && h("p", { class: "more" }, `and ${number.toLocaleString("en")} more${advice}`);
const brief = text => text.length > 200 ? `${text.slice(0, 200)}...` : text;
const words = list => list.filter(Boolean).join(" · ");
const table = (attributes, heads, rows) =>
  h("table", attributes,
    h("thead", null, h("tr", null, heads.map(([text, style]) => h("th", { scope: "col", class: style }, text)))),
    h("tbody", null, rows));

// ---- Time

function ago(instant) {
  const seconds = Math.max(0, Math.round((Date.now() + ahead - Date.parse(instant)) / 1000));
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  return seconds < 48 * 3600 ? `${Math.floor(seconds / 3600)} h ago` : `${Math.floor(seconds / 86400)} days ago`;
}
const age = instant => h("time", { datetime: instant, title: new Date(instant).toLocaleString() }, ago(instant));
const clock = instant => new Date(instant).toLocaleTimeString("en-GB");
const duration = ms => ms < 1000 ? `${ms} ms` : `${(ms / 1000).toLocaleString("en", { maximumFractionDigits: 1 })} s`;

function tick() {
  for (const time of document.querySelectorAll("time")) {
    const text = ago(time.dateTime);
    if (time.textContent !== text) time.textContent = text;
  }
  if (failures) $("trouble-next").textContent = nextTryIn();
}
const nextTryIn = () => nextTry ? `Next try in ${Math.max(0, Math.ceil((nextTry - Date.now()) / 1000))} s.` : "Trying again.";

// ---- Asking

class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function ask(url, options) {
  let answer;
  try {
    answer = await fetch(url, { cache: "no-store", credentials: "same-origin", redirect: "error", ...options });
  } catch (trouble) {
    if (trouble.name === "AbortError") throw trouble;
    throw new Error(trouble.name === "TimeoutError" ? `no answer within ${PATIENCE / 1000} s` : "the bridge cannot be reached");
  }
  const date = Date.parse(answer.headers.get("Date"));
  if (date) ahead = Math.abs(date - Date.now()) < 1500 ? 0 : date - Date.now();
  const body = await answer.json().catch(() => null);
  if (!answer.ok) throw new Refusal(answer.status, body?.message ?? `the answer was HTTP ${answer.status}`);
  if (!body) throw new Error("the answer is no JSON");
  return body;
}

const path = (...segments) => segments.map(encodeURIComponent).join("/");

/** The service that the page's address names. */
function route() {
  const [, registry, ...name] = location.hash.startsWith("#/") ? location.hash.split("/") : [];
  try {
    return registry && name.length ? { registry: decodeURIComponent(registry), service: name.map(decodeURIComponent).join("/") } : null;
  } catch {
    return null; // an address that somebody mistyped
  }
}
const link = (registry, service) => `#/${path(registry, ...service.split("/"))}`;

/** One round: everything that is shown is asked for anew. */
async function refresh() {
  clearTimeout(timer);
  round.abort();
  if (document.hidden) return;
  const mine = round = new AbortController();
  const begin = Date.now();
  nextTry = 0;
  const found = [];
  const get = (what, url, missing) =>
    ask(url, { signal: AbortSignal.any([mine.signal, AbortSignal.timeout(PATIENCE)]) }).catch(trouble => {
      if (mine.signal.aborted) throw trouble;
      if (missing && trouble.status === 404) return { ...missing, reason: trouble.message };
      found.push(`${what}: ${trouble.message}`);
      return null;
    });
  try {
    await gather(get);
  } catch (trouble) {
    if (mine.signal.aborted) return; // another round has begun
    found.push(trouble.message);
  }
  troubles = found;
  failures = troubles.length ? failures + 1 : 0;
  if (!failures) asOf = new Date();
  const pause = failures ? PAUSE * 2 ** (failures - 1) : Math.min(Math.max(PAUSE, 2 * (Date.now() - begin)), LONGEST_REST);
  nextTry = Date.now() + Math.min(pause, LONGEST_PAUSE);
  timer = setTimeout(refresh, Math.min(pause, LONGEST_PAUSE));
  render();
}

async function gather(get) {
  const sync = await get("how things stand", at.sync);
  if (!sync) return;
  known.sync = sync;
  const one = route();
  if (one) {
    const url = `${at.sync}/${path(one.registry, ...one.service.split("/"))}`;
    known.service = await get(`service ${one.service}`, url, one) ?? known.service;
    return;
  }
  known.service = null;
  const names = Object.keys(sync.registries).filter(name => !$("registry").value || $("registry").value === name);
  const limit = share(names.length);
  const query = new URLSearchParams({ search: $("search").value, troubled: $("troubled").checked, limit });
  const [plan, ...listings] = await Promise.all([
    get("the next pass", `${at.plan}?limit=${ITEMS}`),
    ...names.map(name => get(`registry ${name}`, `${at.sync}/${path(name)}?${query}`)),
  ]);
  known.plan = plan ?? known.plan;
  known.listings = new Map(names.map((name, i) => [name, listings[i]?.listing ?? known.listings.get(name)]).filter(([, listing]) => listing));
}

/** So many services of each registry, lest a large one hides the others. */
const share = registries => Math.ceil(ROWS / Math.max(1, registries));

// ---- The page

function render() {
  document.body.classList.toggle("stale", failures > 0);
  $("trouble").hidden = !failures;
  const since = asOf ? ` What is shown is from ${clock(asOf)}.` : "";
  const text = failures ? `Out of date: ${troubles.join("; ")}.${since}` : "";
  if ($("trouble-text").textContent !== text) $("trouble-text").textContent = text;
  $("trouble-next").textContent = failures ? nextTryIn() : "";
  $("fresh").textContent = failures ? "not up to date" : `as of ${clock(asOf)}`;
  const { sync, plan } = known;
  if (!sync) return;
  $("pass").disabled = passing;
  document.title = `${sync.owner} · istio-registry-bridge`;
  show($("who"),
    h("span", null, "owner ", h("b", null, sync.owner)), h("span", null, "policy ", h("b", null, sync.policy)),
    sync.dryRun && badge("warn", "dry run: writes nothing"), sync.paused && badge("warn", "paused: writes nothing"));
  const one = route();
  $("overview").hidden = Boolean(one);
  $("service").hidden = !one;
  if (one) return renderService(one);
  renderVerdict(sync);
  show($("registries"), Object.entries(sync.registries).map(([name, registry]) => registryCard(name, registry)));
  show($("sinks"), Object.entries(sync.sinks).map(([name, sink]) => sinkCard(name, sink)));
  show($("passes"), passes(sync.passes));
  if (plan) {
    renderObstacles(sync, plan);
    show($("plan"), Object.entries(plan.sinks).map(([name, sink]) => planOf(name, sink, sync)));
  }
  renderServices(Object.keys(sync.registries));
}

const LEVELS = { complete: "good", partial: "warn", unavailable: "bad", unread: "warn" };

function renderVerdict(sync) {
  const registries = Object.entries(sync.registries);
  const sinks = Object.entries(sync.sinks);
  const inSinks = list => sinks.filter(([, sink]) => sink[list]).map(([name, sink]) => `${sink[list].toLocaleString("en")} in ${name}`).join(" and ");
  const bad = [
    ...registries.filter(([, one]) => one.state === "unavailable").map(([name]) => `registry ${name} does not answer`),
    ...sinks.filter(([, one]) => one.trouble || one.leaderTrouble).map(([name]) => `sink ${name} is in trouble`),
    inSinks("failed") && `failed: ${inSinks("failed")}`,
  ];
  const warn = [
    ...registries.filter(([, one]) => one.state === "unread").map(([name]) => `registry ${name} was not read yet`),
    ...registries.filter(([, one]) => one.state === "partial" && !one.guard.tripped).map(([name]) => `registry ${name} was read in part`),
    ...registries.filter(([, one]) => one.guard.tripped).map(([name]) => `the guard holds removals of ${name}`),
    inSinks("heldBack") && `held back: ${inSinks("heldBack")}`,
    inSinks("rejected") && `rejected: ${inSinks("rejected")}`,
    sync.paused && "the bridge is paused",
  ];
  const level = bad.some(Boolean) ? "bad" : warn.some(Boolean) ? "warn" : "good";
  const services = registries.reduce((all, [, one]) => all + one.services, 0);
  const instances = registries.reduce((all, [, one]) => all + one.instances, 0);
  const scope = `${count(services, "service")} with ${count(instances, "instance")} in ${count(registries.length, "registry", "registries")}`;
  const text = level === "good" ? `All is as it should be: ${scope}.` : sentence([...bad, ...warn]) + ` There are ${scope}.`;
  $("verdict").className = `verdict ${level}`;
  if ($("verdict").textContent !== text) $("verdict").textContent = text;
}

function sentence(parts) {
  const text = parts.filter(Boolean).join("; ");
  return text.charAt(0).toUpperCase() + text.slice(1) + ".";
}

function registryCard(name, one) {
  const { guard } = one;
  return h("li", { "data-key": name },
    h("p", { class: "line" },
      h("span", { class: "name" }, name), h("span", { class: "faint" }, one.kind), badge(LEVELS[one.state], one.state),
      h("span", { class: "number" }, `${count(one.services, "service")}, ${count(one.instances, "instance")}`),
      h("span", { class: "faint right" }, one.lastSuccess ? ["read ", age(one.lastSuccess)] : "never read")),
    one.reason && h("p", { class: `reason ${LEVELS[one.state]}` }, one.reason),
    one.state === "unavailable" && one.lastAttempt && h("p", { class: "faint" }, "asked ", age(one.lastAttempt), "; what stands in the sinks stays"),
    guard.tripped && h("p", { class: "line release" },
      h("span", { class: "faint" }, "Nothing of it is removed until it is well again, or you say so", guard.since && [" (since ", age(guard.since), ")"], "."),
      releaseButton(name)));
}

const releaseButton = name => h("button", { type: "button", "data-release": name }, `Release ${name}`);

function sinkCard(name, sink) {
  const troubled = sink.trouble || sink.leaderTrouble;
  return h("li", { "data-key": name },
    h("p", { class: "line" },
      h("span", { class: "name" }, name), h("span", { class: "faint" }, sink.kind),
      badge(troubled ? "bad" : "good", troubled ? "in trouble" : "readable"),
      h("span", { class: "number" }, `${count(sink.resources, "resource")}, ${count(sink.endpoints, "endpoint")}`)),
    h("p", { class: "faint" }, words([
      sink.leader ? "this replica writes" : sink.holder ? `replica ${sink.holder} writes` : "no replica writes",
      sink.sees && `looks for others' hosts at: ${sink.sees}`])),
    sink.trouble && h("p", { class: "reason bad" }, sink.trouble, sink.troubleSince && [" (since ", age(sink.troubleSince), ")"]),
    sink.leaderTrouble && h("p", { class: "reason bad" }, sink.leaderTrouble),
    sink.lacks.map(rule => h("p", { class: "reason warn" }, `its account lacks the rule ${rule}`)),
    (sink.heldBack + sink.failed + sink.rejected > 0) && h("p", { class: "line" },
      sink.failed > 0 && badge("bad", `${sink.failed} failed`), sink.rejected > 0 && badge("warn", `${sink.rejected} rejected`),
      sink.heldBack > 0 && badge("warn", `${sink.heldBack} held back`)),
    sink.kind === "mcp" && istiods(sink.istiods));
}

/** Istio calls its nodes TYPE~ADDRESS~POD.NAMESPACE~DOMAIN. */
const podOf = node => node.split("~")[2] || node;

function istiods(list) {
  if (!list.length) return h("p", { class: "reason warn" }, "No istiod is connected.");
  return [
    table(null, [["istiod"], ["connected"], ["behind", "number"]], list.slice(0, LINES).map(one =>
      h("tr", { "data-key": one.node + one.connected },
        h("td", { class: "mono", title: one.node }, podOf(one.node)), h("td", { class: "nowrap" }, age(one.connected)),
        h("td", { class: "number" }, one.lag ? h("span", { class: "bad-text" }, duration(one.lag)) : one.version ? "up to date" : "not answered yet")))),
    more(list.length - LINES)];
}

function passes(list) {
  if (!list.length) return h("p", { class: "faint" }, "There was none yet.");
  return table(null, [["when"], ["because of"], ["what it did"], ["took", "number wide"]], list.map(pass =>
    h("tr", { "data-key": pass.id },
      h("td", { class: "nowrap" }, h("span", { title: `pass ${pass.id}` }, clock(pass.at)), " ", h("span", { class: "faint" }, age(pass.at))),
      h("td", null, pass.trigger),
      h("td", null, deeds(pass)),
      h("td", { class: "number wide" }, duration(pass.took)))));
}

const deeds = pass => words([
  pass.created && `${pass.created} created`, pass.updated && `${pass.updated} updated`, pass.deleted && `${pass.deleted} deleted`,
  pass.failed && `${pass.failed} failed`, pass.heldBack && `${pass.heldBack} held back`, pass.rejected && `${pass.rejected} rejected`,
  pass.left && `${pass.left} left to the next`,
]) || "nothing to do";

// ---- What is not done, and the next pass

const OBSTACLES = [["failed", "failed", "bad"], ["rejected", "rejected", "warn"], ["heldBack", "held back", "warn"]];

function renderObstacles(sync, plan) {
  const groups = OBSTACLES.flatMap(([list, fate, level]) => grouped(plan, list, fate, level));
  $("obstacles-section").hidden = !groups.length;
  show($("obstacles"), groups.map(group => obstacle(group, sync)));
}

/** Those with one reason together, over all sinks: there may be thousands of them. */
function grouped(plan, list, fate, level) {
  const groups = new Map();
  let rest = 0;
  for (const [sink, { [list]: items, counts }] of Object.entries(plan.sinks)) {
    rest += counts[list] - items.length;
    for (const { registry = "", reason, since, id } of items) {
      const key = JSON.stringify([fate, registry, reason]);
      if (!groups.has(key)) groups.set(key, { key, fate, level, registry, reason, since, ids: new Set(), sinks: new Set(), rest: 0 });
      groups.get(key).ids.add(id);
      groups.get(key).sinks.add(sink);
    }
  }
  const all = [...groups.values()];
  if (all.length) all[all.length - 1].rest = rest;
  return all;
}

function obstacle(group, sync) {
  const registry = sync.registries[group.registry];
  const releasable = registry && !registry.guard.tripped && registry.state === "complete" && group.fate === "held back";
  const ids = [...group.ids];
  const list = some => h("ul", { class: "ids" }, some.map(id => h("li", null, id)));
  return h("div", { class: "obstacle", "data-key": group.key },
    h("p", { class: "line" },
      badge(group.level, group.fate), h("span", { class: "name" }, count(ids.length, "resource")),
      group.registry && h("span", { class: "faint" }, `of registry ${group.registry}`), h("span", { class: "faint" }, `in ${[...group.sinks].join(", ")}`),
      group.since && h("span", { class: "faint right" }, "since ", age(group.since))),
    h("p", { class: "reason" }, group.reason, releasable && [" ", releaseButton(group.registry)]),
    list(ids.slice(0, 4)),
    ids.length > 4 && h("details", null, h("summary", null, `${ids.length - 4} more`), list(ids.slice(4))),
    more(group.rest, ` ${group.fate}: all are at ${new URL(at.plan).pathname}`));
}

const SIGNS = [["create", "+", "good", "to create"], ["update", "~", "warn", "to update"], ["delete", "-", "bad", "to delete"]];

function planOf(name, sink, sync) {
  const { counts } = sink;
  const changes = counts.create + counts.update + counts.delete;
  const figures = changes
    ? words([...SIGNS.map(([kind, , , text]) => counts[kind] && `${counts[kind].toLocaleString("en")} ${text}`), `${sink.unchanged.toLocaleString("en")} as they should be`])
    : `nothing to do, ${sink.unchanged.toLocaleString("en")} as they should be`;
  return h("div", { class: "obstacle", "data-key": name },
    h("p", { class: "line" }, h("span", { class: "name" }, name), sink.trouble ? h("span", { class: "bad-text" }, sink.trouble) : h("span", { class: "number" }, figures)),
    changes > 0 && (sync.dryRun || sync.paused || !sync.sinks[name]?.leader) && h("p", { class: "faint" }, "This replica does not write it now."),
    changes > 0 && h("details", null,
      h("summary", null, `What it would change in ${name}`),
      h("ul", { class: "changes" }, SIGNS.flatMap(([kind, sign, level, text]) => sink[kind].map(item =>
        h("li", { "data-key": kind + item.id },
          h("span", { class: `sign ${level}`, title: text }, sign), " ", h("code", null, item.id), " ",
          h("span", { class: "faint" }, differences(item)))))),
      more(changes - SIGNS.reduce((all, [kind]) => all + sink[kind].length, 0))));
}

function differences({ fields, endpoints }) {
  const figures = words([
    endpoints.added.length && `+${endpoints.added.length}`, endpoints.removed.length && `-${endpoints.removed.length}`,
    endpoints.changed.length && `~${endpoints.changed.length}`]).replaceAll(" · ", " ");
  return words([figures && `endpoints ${figures}`, ...fields.map(one => one.field)]);
}

// ---- Services

const FATES = {
  "none": ["", "not in the mesh"], "written": ["good", "in the mesh"], "pending": ["", "with the next pass"], "unknown": ["bad", "sink unread"],
  "held-back": ["warn", "held back"], "rejected": ["warn", "rejected"], "failed": ["bad", "failed"],
};

function renderServices(registries) {
  const chosen = $("registry").value;
  show($("registry"), h("option", { value: "" }, "all"), registries.map(name => h("option", { value: name, "data-key": name }, name)));
  $("registry").value = registries.includes(chosen) ? chosen : "";
  const listings = [...known.listings];
  const found = listings.reduce((all, [, listing]) => all + listing.found, 0);
  const rows = listings.flatMap(([registry, listing]) => listing.services.map(service => ({ registry, ...service })));
  const text = `${found.toLocaleString("en")} found`;
  if ($("found").textContent !== text) $("found").textContent = text;
  const several = registries.length > 1;
  show($("services"),
    rows.length > 0 && table(null,
      [["service"], several && ["registry", "wide"], ["host in the mesh", "wide"], ["up", "number"], ["state"]].filter(Boolean),
      rows.map(row => serviceRow(row, several))),
    more(found - rows.length, ": search, or choose a registry"),
    !rows.length && h("p", { class: "faint" }, "No such service."));
}

function serviceRow(row, several) {
  const [level, text] = FATES[row.fate] ?? ["", row.fate];
  return h("tr", { "data-key": JSON.stringify([row.registry, row.partition, row.service]) },
    h("td", null, h("a", { href: link(row.registry, row.service) }, brief(row.service) || "(no name)"), row.partition && h("span", { class: "faint" }, ` ${row.partition}`)),
    several && h("td", { class: "wide" }, row.registry),
    h("td", { class: "wide mono" }, row.hosts.slice(0, 5).join(", ")),
    h("td", { class: "number" }, `${row.up} of ${row.instances}`),
    h("td", null, badge(level, text), " ", !row.listed && badge("warn", "not listed any more"), " ", row.flaws > 0 && badge("warn", count(row.flaws, "flaw"))));
}

// ---- One service, from the registry to Istio

function renderService({ registry, service }) {
  show($("service-title"), brief(service), " ", h("span", { class: "faint" }, registry));
  const partitions = known.service?.partitions;
  show($("explanation"), partitions
    ? partitions.map(part => h("div", { class: "way", "data-key": part.partition || "-" }, said(registry, part), became(part)))
    : h("p", { class: "faint" }, known.service?.reason ?? "Asking the bridge."));
}

function said(registry, part) {
  const some = part.instances.slice(0, LINES);
  return h("div", null,
    h("div", { class: "panel" },
      h("h3", null, `What registry ${registry} says`, part.partition && h("span", { class: "faint" }, ` in ${part.partition}`)),
      !part.listed && h("p", { class: "reason warn" }, "It does not list the service any more."),
      some.length > 0 && table(null, [["instance"], ["address"], ["status"]], some.map(instance =>
        h("tr", { "data-key": instance.id },
          h("td", null, h("span", { class: "mono" }, brief(instance.id)), pairs(instance.metadata, "=")),
          h("td", { class: "mono address" }, instance.address, pairs(instance.ports, " ")),
          h("td", null, badge({ up: "good", out: "", failed: "bad" }[instance.status], instance.status),
            instance.weight !== 1 && h("div", { class: "faint" }, `weight ${instance.weight}`),
            instance.locality && h("div", { class: "faint" }, instance.locality))))),
      more(part.instances.length - some.length),
      part.listed && !some.length && h("p", { class: "faint" }, "No instances.")),
    part.flaws.length > 0 && h("div", { class: "panel" },
      h("h3", null, "What of it is not used, and why"),
      h("ul", { class: "flaws" }, part.flaws.slice(0, LINES).map(flaw => h("li", null, h("code", null, flaw.subject), ": ", flaw.reason))),
      more(part.flaws.length - LINES)));
}

const pairs = (map, between) => {
  const all = Object.entries(map);
  return all.length > 0 && h("div", { class: "pairs" },
    all.slice(0, 40).map(([key, value]) => h("span", null, brief(key), between, brief(String(value)))), all.length > 40 && h("span", null, `and ${all.length - 40} more`));
};

function became(part) {
  return h("div", null, Object.entries(part.sinks).map(([name, sink]) => [
    sink.trouble && h("div", { class: "panel" }, h("h3", null, `Sink ${name}`), h("p", { class: "reason bad" }, sink.trouble)),
    !sink.trouble && !sink.resources.length && h("div", { class: "panel" }, h("h3", null, `Sink ${name}`), h("p", { class: "faint" }, "Nothing of it is in this sink, and nothing is called for.")),
    sink.resources.map(resource => resourcePanel(name, resource))]));
}

const CHANGES = { create: "to be created", update: "to be updated", delete: "to be deleted", none: "as it should be" };

function resourcePanel(sink, one) {
  const held = one.heldBack.length + one.failed.length + one.rejected.length > 0;
  const spec = one.live ?? one.desired;
  return h("div", { class: "panel", "data-key": sink + one.id },
    h("h3", null, `${one.kind} `, h("code", null, one.host), h("span", { class: "faint" }, ` in sink ${sink} `),
      badge(held ? "warn" : one.change === "none" ? "good" : "", held && one.change === "none" ? "held as it stands" : CHANGES[one.change])),
    one.failed.map(item => h("p", { class: "reason bad" }, `Failed: ${item.reason}`)),
    one.rejected.map(item => h("p", { class: "reason warn" }, `Rejected: ${item.reason}`)),
    one.heldBack.map(item => h("p", { class: "reason warn" }, `Held back: ${item.reason}`, item.since && [" (since ", age(item.since), ")"])),
    one.difference.fields.length > 0 && [h("h4", null, "What differs"), h("ul", { class: "changes" }, one.difference.fields.map(field =>
      h("li", null, h("code", null, field.field), ": ", h("code", { class: "bad-text" }, plain(field.live) || "none"), " now, ", h("code", null, plain(field.desired) || "none"), " called for")))],
    h("h4", null, "Endpoints"),
    endpointTable(one),
    spec && [h("h4", null, one.live ? "What stands there" : "What is to stand there"), h("dl", { class: "facts" },
      [["object", one.id], ["location", spec.location], ["resolution", spec.resolution], ["ports", spec.ports], ["addresses", spec.addresses], ["exported to", spec.exportTo]]
        .filter(([, value]) => plain(value)).map(([name, value]) => [h("dt", null, name), h("dd", null, plain(value))]))]);
}

function plain(value) {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(plain).join(", ");
  return typeof value === "object" ? Object.values(value).map(plain).join(" ") : String(value);
}

function endpointTable({ live, desired, difference }) {
  const { added, removed, changed } = difference.endpoints;
  const place = endpoint => endpoint.address + JSON.stringify(endpoint.ports);
  const marks = new Map([...removed.map(one => [place(one), "remove"]), ...changed.map(one => [place(one.live), "change"])]);
  const standing = (live?.endpoints ?? []).map(endpoint => [endpoint, marks.get(place(endpoint)) ?? ""]);
  const rows = [
    ...added.map(endpoint => [endpoint, "add"]), ...standing.filter(([, mark]) => mark), ...standing.filter(([, mark]) => !mark)];
  if (!rows.length) return h("p", { class: "faint" }, desired || live ? "None." : "");
  const next = new Map(changed.map(one => [place(one.live), one.desired]));
  const some = rows.slice(0, LINES);
  return [
    table({ class: "endpoints" }, [["address"], ["what is said of it"], ["state"]], some.map(([endpoint, mark]) =>
      h("tr", { class: mark || undefined, "data-key": mark + place(endpoint) },
        h("td", { class: "mono address" }, endpoint.address, pairs(endpoint.ports, " ")),
        h("td", null, about(endpoint), mark === "change" && [h("div", { class: "faint" }, "is to become"), about(next.get(place(endpoint)))]),
        h("td", { class: "nowrap" }, { add: "new", remove: "leaves", change: "changes", "": "stands" }[mark])))),
    more(rows.length - some.length)];
}

const about = endpoint => [
  pairs(endpoint.labels, "="),
  h("div", { class: "faint" }, words([
    endpoint.weight !== 1 && `weight ${endpoint.weight}`, endpoint.locality, endpoint.network && `network ${endpoint.network}`, endpoint.serviceAccount]))];

// ---- Deeds

/** The word of release, with the token of somebody who may give it. */
function askToRelease(registry) {
  const { guard } = known.sync.registries[registry];
  $("release").dataset.registry = registry;
  $("release-title").textContent = `Release what is held of ${registry}?`;
  $("release-text").textContent = (guard.tripped
    ? `${guard.level.endpoints} of ${guard.mark.endpoints} endpoints and ${guard.level.services} of ${guard.mark.services} services are left. `
    : "") + `What is held of ${registry} now is let go with the next pass: what it no longer lists is removed from the mesh. A later loss needs another word.`;
  $("release-error").textContent = "";
  $("token-row").hidden = Boolean(token);
  $("release").showModal();
}

async function release() {
  const registry = $("release").dataset.registry;
  const shown = token || $("token").value.trim();
  $("confirm").disabled = true;
  try {
    await ask(`${at.guard}/${path(registry)}`, { method: "POST", headers: { Authorization: `Bearer ${shown}` }, signal: AbortSignal.timeout(PATIENCE) });
    token = shown;
    $("release").close();
    say(`What was held of ${registry} is let go with the next pass.`);
    refresh();
  } catch (trouble) {
    if (trouble.status === 401) token = "";
    $("token-row").hidden = Boolean(token);
    $("release-error").textContent = trouble.status === 401 ? "Refused: this is not the admin token." : `Refused: ${trouble.message}.`;
    $("token").focus();
  } finally {
    $("token").value = "";
    $("confirm").disabled = false;
  }
}

async function pass() {
  $("pass").disabled = passing = true;
  say("The registries are being read.");
  try {
    const did = await ask(at.sync, { method: "POST", signal: AbortSignal.timeout(PATIENCE) });
    say("trigger" in did ? `Pass ${did.id}: ${deeds(did)} (${clock(did.at)}).` : `Pass ${did.id} is still running.`);
  } catch (trouble) {
    say(`No pass: ${trouble.message}.`);
  } finally {
    $("pass").disabled = passing = false;
  }
  refresh();
}

const say = text => { $("said").textContent = text; };

let typing = 0;
function searched() {
  clearTimeout(typing);
  typing = setTimeout(refresh, 200);
}

let before = null; // where somebody came from to a service
function routed() {
  const one = route();
  if (one) before = location.hash;
  known.service = null;
  if (known.sync) render();
  refresh();
  if (one) $("service-title").focus();
  else if (before) {
    [...$("services").querySelectorAll("a")].find(a => a.getAttribute("href") === before)?.focus();
    before = null;
  }
}

$("pass").addEventListener("click", pass);
$("retry").addEventListener("click", refresh);
$("search").addEventListener("input", searched);
$("registry").addEventListener("change", refresh);
$("troubled").addEventListener("change", refresh);
$("find").addEventListener("submit", event => event.preventDefault());
$("cancel").addEventListener("click", () => $("release").close());
$("release").addEventListener("close", () => { $("token").value = ""; });
$("release-form").addEventListener("submit", event => { event.preventDefault(); release(); });
document.addEventListener("click", event => {
  const button = event.target.closest("[data-release]");
  if (button) askToRelease(button.dataset.release);
});
document.addEventListener("keydown", event => {
  if (event.key === "Escape" && route() && !$("release").open) location.hash = "#/";
});
document.addEventListener("visibilitychange", refresh);
window.addEventListener("hashchange", routed);
setInterval(tick, 1000);
refresh();

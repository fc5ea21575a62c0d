// The rows of the configuration table, service by service; config_table.cpp sorts them at compile time.
// Included there and nowhere else.
#pragma once

#include <array>

#include "objectos/config.hpp"

namespace objectos::config {

using Type = ConfigKey::Type;

// The keys every service with a Redis backend has. A macro, since names are joined before the compiler runs:
// a row is constant data.
// clang-format off
#define OBJECTOS_CONFIG_SERVER_ROWS(SERVICE)                                                                                  \
  {SERVICE ".url", Type::string, "", "", "Backend in one word, such as redis://host:6379/0; wins over backend and options"},  \
  {SERVICE ".timeout", Type::duration, "", "",                                                                                \
   "Replaces the backend's time-outs: connect (2s), reply (5s), locked database (10s)"},                                      \
  {SERVICE ".options.path", Type::path, "", "", "SQLite file; default: " SERVICE ".db in the state directory"},               \
  {SERVICE ".options.host", Type::string, "", "", "Server name or address; default: 127.0.0.1"},                              \
  {SERVICE ".options.port", Type::integer, "", "1..65535", "Server port; default: the backend's own"},                        \
  {SERVICE ".options.user", Type::string, "", "", "User name at the server"},                                                 \
  {SERVICE ".options.password", Type::string, "", "", "Password at the server", true},                                        \
  {SERVICE ".options.db", Type::integer, "0", "0..", "Redis database number"},                                                \
  {SERVICE ".options.tls", Type::boolean, "false", "", "Whether to use TLS; certificates are always verified"},               \
  {SERVICE ".options.tls_ca", Type::path, "", "", "PEM file of the authorities to trust; default: the system's"},             \
  {SERVICE ".options.tls_cert", Type::path, "", "", "PEM file of the client certificate"},                                    \
  {SERVICE ".options.tls_key", Type::path, "", "", "PEM file of the client certificate's key"},                               \
  {SERVICE ".options.sentinel_user", Type::string, "", "", "User name at the Redis Sentinels"},                               \
  {SERVICE ".options.sentinel_password", Type::string, "", "", "Password at the Redis Sentinels", true},                      \
  {SERVICE ".options.sentinel_tls", Type::boolean, "", "", "Whether the Redis Sentinels use TLS; default: as the server"},    \
  {SERVICE ".options.key_prefix", Type::string, "objectos:" SERVICE ":", "", "Begins every key in Redis"}
// clang-format on

constexpr std::array unsorted_rows = std::to_array<ConfigKey>({
    {"state_dir", Type::path, "", "",
     "Directory of the databases; default: $XDG_STATE_HOME/objectos, else ~/.local/state/objectos"},
    {"plugins", Type::list, "", "string",
     "Third-party plugins (shared objects) for serve, worker, batch and C++ programs"},

    {"storage.backend", Type::choice, "sqlite", "memory|sqlite|redis|postgres", "Where values are stored"},
    {"storage.durability", Type::choice, "normal", "normal|full",
     "full: every write waits for the disk, so that a power failure loses none"},
    {"storage.options.dbname", Type::string, "", "", "PostgreSQL database; default: objectos"},
    {"storage.options.max_keys", Type::integer, "0", "0..",
     "Most keys the memory backend holds; 0: no limit"},
    OBJECTOS_CONFIG_SERVER_ROWS("storage"),

    {"cache.backend", Type::choice, "sqlite", "memory|lru|sqlite|redis",
     "Where cached values are kept; lru is another name of memory"},
    {"cache.options.max_size", Type::integer, "1000", "0..", "Most entries; 0: no limit"},
    {"cache.options.max_bytes", Type::size, "", "", "Most bytes of keys and values; default: no limit"},
    {"cache.options.default_ttl", Type::duration, "", "",
     "Lifetime of an entry that is set without one; default: no end"},
    {"cache.options.policy", Type::choice, "lru", "lru|sieve", "Which entry goes when the cache is full"},
    OBJECTOS_CONFIG_SERVER_ROWS("cache"),

    {"metrics.enabled", Type::boolean, "true", "", "false: nothing is recorded"},
    {"metrics.backend", Type::choice, "sqlite", "memory|sqlite|redis", "Where metrics are kept"},
    {"metrics.prefix", Type::string, "", "", "Begins every exported name"},
    {"metrics.default_labels", Type::object, "", "",
     "Labels of every exported series; a series' own label wins"},
    {"metrics.max_histogram_observations", Type::integer, "10000", "0..",
     "Most raw values that a store in memory keeps of each histogram; count, sum and quantiles do not depend "
     "on it"},
    {"metrics.track_built_in_metrics", Type::boolean, "true", "",
     "Whether long-running processes record their plugins, services and hooks"},
    {"metrics.alerts", Type::list, "", "object", "Alert rules"},
    OBJECTOS_CONFIG_SERVER_ROWS("metrics"),

    {"i18n.default_locale", Type::string, "en", "", "Locale used where none is named"},
    {"i18n.fallback_locale", Type::string, "en", "", "Locale asked for keys that a locale lacks"},
    {"i18n.locales", Type::path, "locales", "", "Directory of the translation files"},
    {"i18n.delimiters", Type::list, R"(["{{","}}"])", "string",
     "What opens and what closes a placeholder in a text"},
    {"i18n.check.source", Type::string, "", "",
     "Locale that the others are compared with; default: en, else the only one of en-*"},
    {"i18n.check.plurals", Type::choice, "auto", "auto|nested|suffix",
     "How plural forms are written: an object of forms, or keys that end in _one and _other"},
    {"i18n.check.plural_rules", Type::choice, "cldr", "cldr|simple",
     "simple: the program that shows the texts knows one and other only"},
    {"i18n.check.decimals", Type::boolean, "false", "",
     "Whether counts have decimals, for which some languages have a form of their own"},
    {"i18n.check.large", Type::boolean, "false", "",
     "Whether counts go into the millions, for which some languages have a form of their own"},
    {"i18n.check.count", Type::list, R"(["count"])", "string", "Placeholders that show how many there are"},
    {"i18n.check.empty", Type::choice, "warn", "warn|as-missing|off",
     "What an empty text is: a finding of its own, a missing key, or nothing"},
    {"i18n.check.rules", Type::object, "", "string", "Severities by rule: error, warning, info or off"},
    {"i18n.check.locales", Type::object, "", "object", "Severities by locale, then by rule"},
    {"i18n.check.fallback", Type::object, "", "string",
     "By locale, the one whose texts are shown where it has none; default: de for de-AT if there is such a "
     "file"},
    {"i18n.check.ignore", Type::list, "", "object", "Findings that are wanted as they are"},
    {"i18n.check.min_coverage", Type::object, "", "number",
     "By locale, or for all by *, the least per cent of keys that are translated"},
    {"i18n.check.words", Type::list, "", "string",
     "Texts that may be the same in all languages, such as names"},
    {"i18n.check.forbidden", Type::list, "", "string",
     "Patterns of texts that must not stand anywhere; makes forbidden-text a warning"},
    {"i18n.check.max_length", Type::object, "", "number",
     "By a pattern of keys, the most characters of a text; makes max-length a warning"},
    {"i18n.check.usage", Type::list, "", "string",
     "Patterns of source files in which keys are looked for, such as src/**/*.ts"},
    {"i18n.check.calls", Type::list, "", "string",
     "Names of the functions that take a key; default: those of common libraries"},
    {"i18n.check.baseline", Type::path, "", "",
     "File of findings that are known and not told of, as --baseline"},

    {"notification.backend", Type::choice, "sqlite", "sqlite|redis", "Where the queue is kept"},
    {"notification.templates", Type::path, "templates", "", "Directory of the message templates"},
    {"notification.targets", Type::object, "", "", "Named addresses for --to @NAME"},
    {"notification.queue.enabled", Type::boolean, "true", "",
     "false: messages are tried once and never kept for another try"},
    {"notification.queue.max_retries", Type::integer, "3", "0..", "Tries after the first one"},
    {"notification.queue.retry_delay", Type::duration, "5s", "",
     "Wait before the first retry; later ones wait longer. A bare retryDelay is milliseconds"},
    {"notification.queue.max_delay", Type::duration, "6h", "", "Longest wait between two tries"},
    {"notification.queue.retention", Type::duration, "30d", "",
     "How long finished messages and their idempotency keys are remembered; 0: for ever"},
    {"notification.email.host", Type::string, "", "", "SMTP server"},
    {"notification.email.port", Type::integer, "", "1..65535",
     "SMTP port; default: 587, with implicit TLS 465"},
    {"notification.email.secure", Type::boolean, "false", "",
     "true: TLS from the first byte, as tls implicit"},
    {"notification.email.tls", Type::choice, "", "starttls|implicit|opportunistic|none",
     "How mail is encrypted; default: starttls, or implicit where secure is true"},
    {"notification.email.ca", Type::path, "", "",
     "PEM file of the authorities to trust; default: the system's"},
    {"notification.email.auth.user", Type::string, "", "", "User name at the SMTP server"},
    {"notification.email.auth.pass", Type::string, "", "", "Password at the SMTP server", true},
    {"notification.email.auth.method", Type::choice, "", "PLAIN|LOGIN|CRAM-MD5|XOAUTH2",
     "How to log in; default: the best that the server offers. XOAUTH2: pass is the access token"},
    {"notification.email.from", Type::string, "", "", "Sender of mail"},
    {"notification.email.on_ambiguous", Type::choice, "resend", "hold|resend",
     "What to do when it is unknown whether mail went out; a repeat has the same Message-ID"},
    {"notification.sms.provider", Type::choice, "", "twilio|aliyun", "SMS provider"},
    {"notification.sms.account_sid", Type::string, "", "", "Twilio account"},
    {"notification.sms.auth_token", Type::string, "", "", "Twilio secret", true},
    {"notification.sms.access_key_id", Type::string, "", "", "Aliyun access key"},
    {"notification.sms.access_key_secret", Type::string, "", "", "Aliyun secret", true},
    {"notification.sms.sign_name", Type::string, "", "", "Aliyun signature of the sender"},
    {"notification.sms.template_code", Type::string, "", "", "Aliyun template that is sent by default"},
    {"notification.sms.from", Type::string, "", "", "Sender's number, or a Twilio messaging service (MG…)"},
    {"notification.sms.endpoint", Type::string, "", "", "Base URL in place of the provider's own"},
    {"notification.sms.max_segments", Type::integer, "10", "1..",
     "Most SMS that one text may become; a longer one is refused"},
    {"notification.sms.ca", Type::path, "", "",
     "PEM file of the authorities to trust; default: the system's"},
    {"notification.sms.on_ambiguous", Type::choice, "hold", "hold|resend",
     "What to do when it is unknown whether a message went out; hold leaves it as unknown"},
    {"notification.webhook.allow_private", Type::boolean, "", "",
     "Whether private addresses may be called; default: not for requests that come through serve"},
    {"notification.webhook.ca", Type::path, "", "",
     "PEM file of the authorities to trust; default: the system's"},
    {"notification.webhook.on_ambiguous", Type::choice, "resend", "hold|resend",
     "What to do when it is unknown whether a call arrived; a repeat has the same webhook-id"},
    {"notification.slack.ca", Type::path, "", "",
     "PEM file of the authorities to trust; default: the system's"},
    {"notification.slack.on_ambiguous", Type::choice, "resend", "hold|resend",
     "What to do when it is unknown whether a message was posted"},
    OBJECTOS_CONFIG_SERVER_ROWS("notification"),
});

#undef OBJECTOS_CONFIG_SERVER_ROWS

// What the items of a list may say, in the order of the manual.
constexpr std::array alert_rows = std::to_array<ConfigKey>({
    {"metrics.alerts[].name", Type::string, "", "", "What the alert is called; no two have the same name"},
    {"metrics.alerts[].metric", Type::string, "", "",
     "The metric that is watched, each of its series for itself"},
    {"metrics.alerts[].labels", Type::object, "", "string",
     "Only series with these labels; an empty value: only series without that label"},
    {"metrics.alerts[].op", Type::choice, "",
     ">|>=|<|<=|==|!=", "How the value is compared with the threshold"},
    {"metrics.alerts[].threshold", Type::number, "", "", "What the value is compared with"},
    {"metrics.alerts[].rate", Type::duration, "", "",
     "Compares by how much a counter grows in a second, over the last so much time"},
    {"metrics.alerts[].increase", Type::duration, "", "",
     "Compares by how much a counter has grown in the last so much time"},
    {"metrics.alerts[].quantile", Type::number, "", "",
     "Compares a histogram's quantile, from 0 to 1, over all that was observed"},
    {"metrics.alerts[].absent", Type::boolean, "false", "",
     "true: the alert is that there is no such series"},
    {"metrics.alerts[].older_than", Type::duration, "", "",
     "The alert is that a gauge, which holds a time in Unix seconds, is older: a run was missed"},
    {"metrics.alerts[].for", Type::duration, "0s", "", "How long it must be so before the alert fires"},
    {"metrics.alerts[].keep_firing_for", Type::duration, "0s", "",
     "How long the alert goes on firing when it is no more so"},
    {"metrics.alerts[].repeat", Type::duration, "4h", "",
     "How long nothing more is said of an alert that has been told to fire"},
    {"metrics.alerts[].alert_labels", Type::object, "", "string",
     "Labels of the alert beside those of the series, such as severity"},
    {"metrics.alerts[].notify", Type::list, "", "string",
     "Recipients of alerts check --notify, such as @ops of notification.targets; default: @alerts"},
    {"metrics.alerts[].annotations", Type::object, "", "string",
     "Texts that go with the alert, such as summary; {{ $value }} and {{ $labels.NAME }} are filled in"},
});
constexpr std::array ignore_rows = std::to_array<ConfigKey>({
    {"i18n.check.ignore[].rule", Type::string, "*", "", "The rule, or * for all"},
    {"i18n.check.ignore[].key", Type::string, "*", "", "A pattern of keys"},
    {"i18n.check.ignore[].locale", Type::string, "*", "", "A pattern of locales"},
    {"i18n.check.ignore[].reason", Type::string, "", "", "Why; must be given"},
});

}  // namespace objectos::config

#include "kernel/config_table.hpp"

#include <algorithm>

#include "core/ascii.hpp"
#include "kernel/config_rows.hpp"
#include "objectos/error.hpp"
#include "objectos/log.hpp"

namespace objectos {
namespace config {
namespace {

consteval auto sorted_rows() {
  auto rows = unsorted_rows;
  std::sort(rows.begin(), rows.end(), [](const ConfigKey& a, const ConfigKey& b) { return a.name < b.name; });
  return rows;
}

constexpr auto table = sorted_rows();

constexpr bool names_differ() {
  for (std::size_t i = 1; i < table.size(); ++i) {
    if (table[i - 1].name == table[i].name) return false;
  }
  return true;
}
static_assert(names_differ(), "a configuration key stands twice in the table");

/// The first row whose name is not less than `name`.
const ConfigKey* lower_bound(std::string_view name) noexcept {
  return std::lower_bound(table.data(), table.data() + table.size(), name,
                          [](const ConfigKey& row, std::string_view key) { return row.name < key; });
}

const ConfigKey* find_exact(std::string_view name) noexcept {
  const ConfigKey* row = lower_bound(name);
  return row != table.data() + table.size() && row->name == name ? row : nullptr;
}

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::span<const ConfigKey> rows() noexcept {
  return table;
}

// ---- keys ----------------------------------------------------------------------------------------------

std::string snake_case(std::string_view segment) {
  std::string out;
  for (std::size_t i = 0; i < segment.size(); ++i) {
    const char c = segment[i];
    if (is_upper(c) && i > 0) {
      // "maxSize", and "defaultTTL" as one word at its end.
      const char before = segment[i - 1];
      const bool ends_run = is_upper(before) && i + 1 < segment.size() && is_lower(segment[i + 1]);
      if (is_lower(before) || is_digit(before) || ends_run) out += '_';
      out += is_lower(before) || is_digit(before) || is_upper(before) ? ascii::lower(c) : c;
    } else {
      out += c;  // a capital at the start is nobody's spelling and stays, so that the key is unknown
    }
  }
  return out;
}

const ConfigKey* find_row(std::string_view key) {
  if (const ConfigKey* row = find_exact(key)) return row;
  if (std::none_of(key.begin(), key.end(), is_upper)) return nullptr;
  std::string name;
  while (true) {
    const auto dot = key.find('.');
    name += snake_case(key.substr(0, dot));
    if (dot == key.npos) break;
    name += '.';
    key.remove_prefix(dot + 1);
  }
  return find_exact(name);
}

const ConfigKey& row_of(std::string_view key) {
  if (const ConfigKey* row = find_row(key)) return *row;
  Message hint;
  if (is_section(key)) {
    hint = Message("config.is_section", "{{key}} is a section; name one of the keys in it", {{"key", key}});
  } else {
    std::vector<std::string> names;
    names.reserve(table.size());
    for (const ConfigKey& row : table) names.emplace_back(row.name);
    if (auto near = nearest(key, names))
      hint = Message("config.did_you_mean_key", "did you mean {{key}}?", {{"key", std::move(*near)}});
  }
  throw Error(Errc::usage,
              Message("config.no_such_key", "configuration: unknown key \"{{key}}\"", {{"key", shown(key)}}),
              std::move(hint));
}

std::span<const ConfigKey> item_rows(const ConfigKey& list) noexcept {
  if (list.name == "metrics.alerts") return alert_rows;
  if (list.name == "i18n.check.ignore") return ignore_rows;
  return {};
}

void fail_unknown_key(const Document& document, const json::Member& member, std::string_view key,
                      Message hint) {
  throw Error(Errc::usage,
              Message("config.unknown_key", "{{place}}: unknown key \"{{key}}\"",
                      {{"place", document.place(member.key_offset)}, {"key", key}}),
              std::move(hint));
}

void fail_two_spellings(const Document& document, const json::Member& member) {
  throw Error(Errc::usage,
              Message("config.two_spellings",
                      "{{place}}: \"{{key}}\" is set twice here, once in camelCase and once as \"{{snake}}\"",
                      {{"place", document.place(member.key_offset)},
                       {"key", shown(member.key)},
                       {"snake", snake_case(member.key)}}));
}

bool is_section(std::string_view name) noexcept {
  for (const ConfigKey& row : table) {
    if (row.name.size() > name.size() && row.name[name.size()] == '.' && row.name.starts_with(name))
      return true;
  }
  return false;
}

std::optional<std::string> suggest(std::string_view section, std::string_view segment) {
  const std::string start = section.empty() ? std::string() : std::string(section) + '.';
  std::vector<std::string> siblings;
  for (const ConfigKey& row : table) {
    if (!row.name.starts_with(start)) continue;
    const auto rest = row.name.substr(start.size());
    siblings.emplace_back(rest.substr(0, rest.find('.')));
  }
  if (auto near = nearest(segment, siblings)) return start + *near;
  // Right name, wrong floor: "storage.key_prefix" for "storage.options.key_prefix".
  const auto service = section.substr(0, section.find('.'));
  for (const ConfigKey& row : table) {
    const auto dot = row.name.rfind('.');
    if (dot == row.name.npos || row.name.substr(dot + 1) != segment) continue;
    if (row.name.substr(0, row.name.find('.')) == service) return std::string(row.name);
  }
  return std::nullopt;
}

// ---- URLs ----------------------------------------------------------------------------------------------

bool is_url(const ConfigKey& row) noexcept {
  return row.name.ends_with(".url");
}

bool takes_url(const ConfigKey& row, std::string_view url) {
  static constexpr std::string_view backends[] = {"memory", "sqlite", "redis", "postgres"};
  auto scheme = url.substr(0, url.find(':'));
  scheme = scheme.substr(0, scheme.find('+'));
  if (scheme == "rediss") scheme = "redis";
  if (scheme == "postgresql") scheme = "postgres";
  if (std::find(std::begin(backends), std::end(backends), scheme) == std::end(backends)) return true;
  const ConfigKey* backend = find_exact(std::string(row.name.substr(0, row.name.find('.'))) + ".backend");
  std::string_view choices = backend ? backend->choices : std::string_view();
  while (!choices.empty()) {
    const auto bar = choices.find('|');
    if (choices.substr(0, bar) == scheme) return true;
    choices.remove_prefix(bar == choices.npos ? choices.size() : bar + 1);
  }
  return false;
}

std::string_view url_password(std::string_view url) noexcept {
  const auto start = url.find("://");
  if (start == url.npos) return {};
  url.remove_prefix(start + 3);
  // The last @ before the path. A password should be percent-encoded; one with a slash in it is found, too.
  auto at = url.substr(0, url.find_first_of("/?#")).rfind('@');
  if (at == url.npos) at = url.rfind('@');
  const auto colon = url.find(':');
  if (at == url.npos || colon == url.npos || colon > at) return {};
  return url.substr(colon + 1, at - colon - 1);
}

}  // namespace config

const std::vector<ConfigKey>& config_table() {
  static const std::vector<ConfigKey> table(config::rows().begin(), config::rows().end());
  return table;
}

std::string config_variable(std::string_view key) {
  std::string out = "OBJECTOS_";
  out.reserve(out.size() + key.size());
  for (const char c : key) out += c == '.' ? '_' : ascii::upper(c);
  return out;
}

}  // namespace objectos

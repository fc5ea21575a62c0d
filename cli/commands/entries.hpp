// What the verbs of storage and cache share: words that become values, and how entries are printed and removed.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "call.hpp"

namespace objectos::cli::entries {

int yes_or_no(bool yes);
[[noreturn]] void usage(const Message& what);

/// VALUE, --file or standard input, as --as says.
Value value_argument(const Call& call);

/// What `get` of one key prints: the value, else --default, else nothing.
int print_found(Call& call, std::optional<Value> value);
/// What `get` of several keys prints, key by key. Error(usage) for --raw.
class SeveralFound {
 public:
  explicit SeveralFound(Call& call);
  void add(const std::string& key, std::optional<Value> value);
  int finish();

 private:
  Call& call_;
  int status_;
  std::string object_ = "{";
  std::vector<std::string> seen_;
};

int print_exists(Call& call, bool exists);
/// `keys`, with its options. `each` is called with the range and a visitor.
int list_keys(Call& call, std::int64_t now_ms, const std::function<void(const Range&, const Visitor&)>& each);

/// Whether KEYs or --match say what to remove, but not both: true for --match. Error(usage) for neither.
bool is_by_match(const Call& call);
/// --dry-run: what would go.
int print_would_delete(Call& call, const std::vector<std::string>& keys);
/// True with --yes, or if a person said yes. Only a person who is asked needs to know how many.
bool confirmed(Call& call, const std::function<std::vector<std::string>()>& keys);
int print_deleted(Call& call, std::size_t deleted);
/// A person said no.
int print_declined(Call& call);
int print_expired(Call& call, std::size_t expired);

}  // namespace objectos::cli::entries

// The operators that flagd adds to JSONLogic. Arguments that they cannot work with make null, as in flagd: a
// rule that is nothing but such an operator then leads to the flag's default variant.
#include <cmath>
#include <cstdint>
#include <optional>

#include "patterns/logic_operators.hpp"
#include "patterns/murmur3.hpp"
#include "patterns/semantic_version.hpp"

namespace objectos::logic {
namespace {

constexpr std::int64_t max_weight = 2147483647;

struct Bucket {
  Datum variant;
  std::int64_t weight = 1;
};

/// ["VARIANT", WEIGHT] or ["VARIANT"]; nothing if it is neither.
std::optional<Bucket> read_bucket(const Datum& datum) {
  const auto* parts = datum.array();
  if (!parts || parts->empty() || (*parts)[0].array() || (*parts)[0].object()) return std::nullopt;
  Bucket bucket{(*parts)[0]};
  if (parts->size() < 2 || (*parts)[1].is_null()) return bucket;
  const double* weight = (*parts)[1].number();
  if (!weight || *weight != std::floor(*weight) || *weight > double{max_weight}) return std::nullopt;
  bucket.weight = *weight < 0 ? 0 : static_cast<std::int64_t>(*weight);
  return bucket;
}

Datum bucket_of(std::string_view bucketing, const std::vector<Bucket>& buckets) {
  std::int64_t total = 0;
  for (const Bucket& bucket : buckets) total += bucket.weight;
  if (total == 0 || total > max_weight) return {};
  const auto point =
      static_cast<std::int64_t>(std::uint64_t{murmur3(bucketing)} * static_cast<std::uint64_t>(total) >> 32);
  std::int64_t end = 0;
  for (const Bucket& bucket : buckets) {
    end += bucket.weight;
    if (point < end) return bucket.variant;
  }
  return {};
}

/// Two texts, or nothing.
std::optional<std::pair<std::string, std::string>> two_texts(const Call& call) {
  const std::vector<Datum> arguments = call.arguments();
  if (arguments.size() != 2 || !arguments[0].string() || !arguments[1].string()) return std::nullopt;
  return std::pair(*arguments[0].string(), *arguments[1].string());
}

/// A version may also come as a number: 1.2.
std::string version_text(const Datum& datum) {
  if (const double* number = datum.number()) return format_number(*number);
  return datum.string() ? *datum.string() : std::string();
}

}  // namespace

Datum fractional(const Call& call) {
  const std::vector<Datum> arguments = [&call] {
    std::vector<Datum> all;
    for (std::size_t i = 0; i < call.size(); ++i) all.push_back(call.argument(i));
    return all;
  }();
  if (arguments.empty()) return {};
  const std::string* bucketing = arguments[0].string();
  std::vector<Bucket> buckets;
  for (std::size_t i = bucketing || arguments[0].is_null() ? 1 : 0; i < arguments.size(); ++i) {
    auto bucket = read_bucket(arguments[i]);
    if (!bucket) return {};
    buckets.push_back(std::move(*bucket));
  }
  if (buckets.size() == 1 && !bucketing && buckets[0].weight > 0) return buckets[0].variant;
  if (!bucketing && !call.context().has_bucketing) return {};
  return bucket_of(bucketing ? *bucketing : call.context().bucketing, buckets);
}

Datum sem_ver(const Call& call) {
  const std::vector<Datum> arguments = call.arguments();
  if (arguments.size() != 3 || !arguments[1].string()) return {};
  const std::string left = version_text(arguments[0]), right = version_text(arguments[2]);
  const auto a = SemanticVersion::read(left), b = SemanticVersion::read(right);
  if (!a || !b) return {};
  const std::string& how = *arguments[1].string();
  const int order = compare(*a, *b);
  const bool same_major = compare_numeric(a->major, b->major) == 0;
  if (how == "=") return order == 0;
  if (how == "!=") return order != 0;
  if (how == "<") return order < 0;
  if (how == "<=") return order <= 0;
  if (how == ">") return order > 0;
  if (how == ">=") return order >= 0;
  if (how == "^") return same_major;
  if (how == "~") return same_major && compare_numeric(a->minor, b->minor) == 0;
  return {};
}

Datum starts_with(const Call& call) {
  const auto texts = two_texts(call);
  if (!texts) return {};
  return texts->first.starts_with(texts->second);
}

Datum ends_with(const Call& call) {
  const auto texts = two_texts(call);
  if (!texts) return {};
  return texts->first.ends_with(texts->second);
}

}  // namespace objectos::logic

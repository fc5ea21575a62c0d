#include "template/data.hpp"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "objectos/json.hpp"
#include "template/number_text.hpp"

namespace objectos {
namespace {

using templates::Member;
using templates::Value;

constexpr int max_levels = 100;  // reading recurses, and so does writing lists

class Builder {
 public:
  Builder(std::string_view text, std::string_view name, std::pmr::memory_resource& memory)
      : reader_(text, {name, 1}), memory_(memory) {}

  Value document() {
    const Value root = value(0);
    reader_.end();
    return root;
  }

 private:
  Value value(int level) {
    const json::Kind kind = reader_.peek();
    switch (kind) {
      case json::Kind::string: return Value::of(kept(reader_.string(scratch_)));
      case json::Kind::number: return Value::of(templates::parse_json_number(reader_.value()));
      case json::Kind::boolean: return Value::of(reader_.value() == "true");
      case json::Kind::null: reader_.value(); return Value::null();
      case json::Kind::array:
      case json::Kind::object: break;
    }
    if (level == max_levels)
      reader_.fail(reader_.offset(), "json.tree_too_deep", "{{place}}: nested deeper than 100 levels");
    return kind == json::Kind::array ? array(level) : object(level);
  }

  Value array(int level) {
    std::vector<Value> elements;
    reader_.begin_array();
    while (reader_.next_element()) elements.push_back(value(level + 1));
    auto* laid_out =
        static_cast<Value*>(memory_.allocate(elements.size() * sizeof(Value) + 1, alignof(Value)));
    std::uninitialized_copy(elements.begin(), elements.end(), laid_out);
    return Value::array(laid_out, elements.size());
  }

  Value object(int level) {
    std::vector<Member> members;
    std::unordered_map<std::string_view, std::size_t> places;  // once there are many
    std::string_view key;
    reader_.begin_object();
    while (reader_.next_key(key, scratch_)) {
      const std::string_view kept_key = kept(key);
      const Value member = value(level + 1);
      const std::size_t place = place_of(kept_key, members, places);
      if (place < members.size()) {
        members[place].value = member;
      } else {
        members.push_back({kept_key, member});
      }
    }
    return templates::make_object(members.data(), members.size(), memory_);
  }

  /// Where `key` stands in `members`, or their number.
  static std::size_t place_of(std::string_view key, const std::vector<Member>& members,
                              std::unordered_map<std::string_view, std::size_t>& places) {
    if (members.size() < templates::indexed_size) {
      const auto found =
          std::find_if(members.begin(), members.end(),
                       [wanted = templates::Key(key)](const Member& m) { return m.key == wanted; });
      return static_cast<std::size_t>(found - members.begin());
    }
    for (std::size_t i = places.size(); i < members.size(); ++i) places.emplace(members[i].key.text(), i);
    const auto found = places.find(key);
    return found == places.end() ? members.size() : found->second;
  }

  std::string_view kept(std::string_view text) {
    if (text.empty()) return {};
    auto* copy = static_cast<char*>(memory_.allocate(text.size(), 1));
    std::copy(text.begin(), text.end(), copy);
    return {copy, text.size()};
  }

  json::Reader reader_;
  std::pmr::memory_resource& memory_;
  std::string scratch_;
};

}  // namespace

TemplateData::TemplateData() = default;
TemplateData::~TemplateData() = default;
TemplateData::TemplateData(const TemplateData&) = default;
TemplateData& TemplateData::operator=(const TemplateData&) = default;

TemplateData TemplateData::parse(std::string_view json, std::string_view name) {
  auto tree = std::make_shared<Tree>();
  tree->root = Builder(json, name, tree->memory).document();
  TemplateData data;
  data.tree_ = std::move(tree);
  return data;
}

}  // namespace objectos

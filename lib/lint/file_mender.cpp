#include "lint/file_mender.hpp"

#include <algorithm>
#include <map>

#include "lint/file_editor.hpp"
#include "lint/key_order.hpp"
#include "lint/new_member.hpp"
#include "lint/text_mends.hpp"

namespace objectos::lint {
namespace {

/// The offset of a place that the linter has told of.
std::uint32_t offset_of(const TranslationFile& file, std::uint32_t line, std::uint32_t column) {
  const std::string_view text = file.line(line);
  std::size_t at = 0;
  for (; column > 1 && at < text.size(); --column) {
    do {
      ++at;
    } while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80);
  }
  return static_cast<std::uint32_t>(static_cast<std::size_t>(text.data() - file.text().data()) + at);
}

/// Mends one file.
class FileMender {
 public:
  FileMender(const CheckOptions& options, const OpenFile& target, const OpenFile* source, std::string locale)
      : options_(options),
        target_(target),
        source_(source),
        locale_(std::move(locale)),
        editor_(target.file()) {
    for (const auto& [open, close] : options.delimiters) delimiters_.push_back({open, close});
  }

  FileFix mend(std::vector<const Finding*> findings) {
    // What is missing goes in by the order of the source.
    std::stable_sort(findings.begin(), findings.end(), [](const Finding* a, const Finding* b) {
      return a->rule == Rule::missing_key && b->rule == Rule::missing_key && a->source && b->source &&
             std::pair(a->source->line, a->source->column) < std::pair(b->source->line, b->source->column);
    });
    FileFix fix{target_.file().path(), std::string(target_.file().text()), {}, 0};
    for (const Finding* each : findings) fix.findings += mend(*each);
    for (const auto& [node, text] : texts_) editor_.set_text(node, text);
    fix.after = editor_.text();
    if (unordered_ > 0) sort(fix);
    return fix;
  }

 private:
  const Outline& outline() const { return target_.outline(); }

  /// False for what cannot be mended with certainty.
  bool mend(const Finding& finding) {
    switch (finding.rule) {
      case Rule::missing_key: return missing(finding);
      case Rule::plural_required: return required(finding);
      case Rule::extra_key: return extra(finding);
      case Rule::plural_unused: return remove(target_.node_at(finding.place));
      case Rule::edge_whitespace: return edge(finding);
      case Rule::near_placeholder: return near(finding);
      case Rule::double_space:
        return text_at(finding.place, [](std::string_view text) { return without_double_spaces(text); });
      case Rule::yaml_type:
        return text_at(finding.place, [](std::string_view text) { return std::string(text); });
      case Rule::sorted: return in_order(finding);
      default: return false;
    }
  }

  // ---- order, last of all

  bool in_order(const Finding& finding) {
    const auto node = target_.node_at(finding.place);
    if (!node || !can_sort(target_.file(), outline().node(*node).parent)) return false;
    unordered_ += 1;
    return true;
  }

  void sort(FileFix& fix) const {
    const auto changed = TranslationFile::parse(fix.path, fix.after, target_.file().format());
    auto sorted = changed->is_broken() ? std::nullopt : with_sorted_keys(*changed);
    if (sorted) {
      fix.after = std::move(*sorted);
    } else {
      fix.findings -= unordered_;
    }
  }

  // ---- texts

  template <class Mend>
  bool text_at(const FilePlace& place, const Mend& mend) {
    const auto node = target_.node_at(place);
    if (!node || !outline().node(*node).is_scalar()) return false;
    const auto [text, is_new] = texts_.try_emplace(*node, outline().node(*node).text);
    text->second = mend(std::string_view(text->second));
    return true;
  }

  std::optional<std::string_view> source_text(const Finding& finding) const {
    if (!source_ || !finding.source) return std::nullopt;
    const auto node = source_->node_at(*finding.source);
    if (!node || !source_->outline().node(*node).is_scalar()) return std::nullopt;
    return source_->outline().node(*node).text;
  }

  bool edge(const Finding& finding) {
    const auto source = source_text(finding);
    if (!source) return false;
    const bool is_start = finding.message.id().ends_with("_before");
    return text_at(finding.place,
                   [&](std::string_view text) { return with_edge_of(*source, text, is_start); });
  }

  bool near(const Finding& finding) {
    // Only where the linter knows what was meant.
    std::string found, right;
    for (const Message::Arg& arg : finding.message.args()) {
      if (arg.name == "found") found = arg.value;
      if (arg.name == "right" && finding.message.id() == "check.near") right = arg.value;
    }
    if (right.empty()) return false;
    return text_at(finding.place,
                   [&](std::string_view text) { return with_placeholder(text, found, right, delimiters_); });
  }

  // ---- what is missing

  const PluralFacts* facts() {
    if (!facts_) facts_ = plural_facts(i18n::plural_data(), locale_, options_);
    return &*facts_;
  }

  /// The item of the target that is what `item` is in the source; nothing if there is none. 0 is the root.
  std::optional<std::uint32_t> twin(std::uint32_t item) const {
    if (item == 0) return 0;
    const Outline& source = source_->outline();
    const Item& here = source.items()[item];
    const auto parent = twin(here.parent);
    if (!parent || (outline().items()[*parent].kind != Item::Kind::object)) return std::nullopt;
    const bool is_suffix = here.kind == Item::Kind::plural && source.forms(here).is_suffix;
    for (const bool as_suffix : {is_suffix, !is_suffix})
      if (const std::uint32_t found = outline().find(*parent, here.name, as_suffix); found != 0) return found;
    return std::nullopt;
  }

  bool has_plurals(std::uint32_t item) const {
    const auto& items = source_->outline().items();
    return std::any_of(items.begin() + item, items.begin() + std::max(items[item].end, item + 1),
                       [](const Item& each) { return each.kind == Item::Kind::plural; });
  }

  bool missing(const Finding& finding) {
    if (!source_ || !finding.source) return false;
    const auto node = source_->node_at(*finding.source);
    const auto item = node ? source_->item_of(*node) : std::nullopt;
    if (item && !twin(*item)) return insert(*item);
    // It is there, and empty; that counts as missing if somebody wants it so.
    const auto text = source_text(finding);
    return text && text_at(finding.place, [&](std::string_view) { return std::string(*text); });
  }

  bool insert(std::uint32_t item) {
    const auto& items = source_->outline().items();
    const auto parent = twin(items[item].parent);
    if (!parent || outline().items()[*parent].kind != Item::Kind::object) return false;
    const std::uint32_t object = outline().items()[*parent].node;
    if (outline().node(object).is_copied) return false;
    const std::uint32_t after = neighbour(item, *parent);
    for (NewMember& member : members_like(source_->outline(), item, has_plurals(item) ? facts() : nullptr,
                                          target_.file().format()))
      editor_.insert(object, after, std::move(member));
    return true;
  }

  /// The node in the target that what stands before `item` in the source has there; 0: none of them is there.
  std::uint32_t neighbour(std::uint32_t item, std::uint32_t parent) const {
    const Outline& source = source_->outline();
    const auto& items = source.items();
    std::uint32_t best = 0, after = 0;
    for (std::uint32_t each = items[item].parent + 1; each < items[items[item].parent].end;
         each = items[each].end) {
      if (items[each].is_dead || items[each].node >= items[item].node || items[each].node < best) continue;
      const bool is_suffix = items[each].kind == Item::Kind::plural && source.forms(items[each]).is_suffix;
      std::uint32_t found = outline().find(parent, items[each].name, is_suffix);
      if (found == 0) found = outline().find(parent, items[each].name, !is_suffix);
      if (found == 0 || outline().node(outline().items()[found]).is_copied) continue;
      best = items[each].node;
      after = last_node(outline().items()[found]);
    }
    return after;
  }

  std::uint32_t last_node(const Item& item) const {
    if (item.kind != Item::Kind::plural || !outline().forms(item).is_suffix) return item.node;
    const auto& nodes = outline().forms(item).nodes;
    return *std::max_element(nodes.begin(), nodes.end());
  }

  bool required(const Finding& finding) {
    const auto node = target_.node_at(finding.place);
    const auto item = node ? target_.item_of(*node) : std::nullopt;
    if (!item || outline().items()[*item].kind != Item::Kind::plural) return false;
    const Item& plural = outline().items()[*item];
    const Forms& forms = outline().forms(plural);
    Form form{};
    const std::string_view key = finding.key;
    if (!form_of(key.substr(key.find_last_of("._") + 1), form) || forms.of(form) != 0) return false;
    NewMember member;
    if (forms.is_suffix) member.key.append(plural.name).append("_");
    member.key += form_name(form);
    member.text = outline().node(forms.of(nearest_form(forms))).text;
    const std::uint32_t object = forms.is_suffix ? outline().node(plural.node).parent : plural.node;
    editor_.insert(object, form_before(forms, form), std::move(member));
    return true;
  }

  /// The nearest form in the order zero, one, two, few, many, other.
  static std::uint32_t form_before(const Forms& forms, Form form) {
    std::uint32_t before = 0;
    for (const Form each : all_forms)
      if (each < form && forms.of(each) != 0) before = forms.of(each);
    // Of suffixes, other keys stand before the first.
    if (before == 0 && forms.is_suffix) return forms.first() - 1;
    return before;
  }

  // ---- what is too much

  bool remove(std::optional<std::uint32_t> node) {
    if (!node || *node == 0 || outline().node(*node).key_span.end == outline().node(*node).key_span.begin)
      return false;
    editor_.remove(*node);
    return true;
  }

  bool extra(const Finding& finding) {
    const auto node = target_.node_at(finding.place);
    const auto item = node ? target_.item_of(*node) : std::nullopt;
    if (!item || finding.key.empty()) return false;
    const Item& here = outline().items()[*item];
    if (here.kind != Item::Kind::plural || !outline().forms(here).is_suffix) return remove(node);
    for (const std::uint32_t form : outline().forms(here).nodes)
      if (form != 0) editor_.remove(form);
    return true;
  }

  const CheckOptions& options_;
  const OpenFile& target_;
  const OpenFile* source_;
  std::string locale_;
  Delimiters delimiters_;
  FileEditor editor_;
  std::map<std::uint32_t, std::string> texts_;
  std::size_t unordered_ = 0;  // findings about the order of keys that are mended
  std::optional<PluralFacts> facts_;
};

}  // namespace

OpenFile::OpenFile(const std::string& path, const std::string& locale, const CheckOptions& options,
                   const Outline* source)
    : file_(TranslationFile::read(path)), outline_(*file_, locale, options, source) {
  const auto& nodes = file_->nodes();
  for (std::uint32_t i = 1; i < nodes.size(); ++i) {
    if (nodes[i].is_copied) continue;
    if (nodes[i].key_span.end > nodes[i].key_span.begin) by_place_.try_emplace(nodes[i].key_span.begin, i);
    if (nodes[i].is_scalar() && nodes[i].span.end > nodes[i].span.begin)
      by_place_.try_emplace(nodes[i].span.begin, i);
  }
  for (std::uint32_t i = 1; i < outline_.items().size(); ++i)
    if (!outline_.items()[i].is_dead) by_node_[outline_.items()[i].node] = i;
}

std::optional<std::uint32_t> OpenFile::node_at(const FilePlace& place) const {
  const auto found = by_place_.find(offset_of(*file_, place.line, place.column));
  return found == by_place_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::uint32_t> OpenFile::item_of(std::uint32_t node) const {
  const auto found = by_node_.find(node);
  return found == by_node_.end() ? std::nullopt : std::optional(found->second);
}

FileFix mended(const CheckOptions& options, const OpenFile& target, const OpenFile* source,
               const std::string& locale, const std::vector<const Finding*>& findings) {
  return FileMender(options, target, source, locale).mend(findings);
}

}  // namespace objectos::lint

// YAML 1.1 from the events of libyaml: anchors, aliases and merge keys are resolved, plain scalars are told
// apart as the loaders of Ruby and Python do it. libyaml stops at its first error; the lines at fault are
// blanked then, and the text is read again, so that one error does not hide the next.
#include <algorithm>
#include <map>

#include "core/module.hpp"
#include "core/utf8.hpp"
#include "i18n/tree_builder.hpp"
#include "i18n/yaml_events.hpp"
#include "i18n/yaml_kind.hpp"

namespace objectos::i18n {
namespace {

constexpr std::size_t max_read_again = std::size_t{32} << 20;

std::uint32_t narrow(std::size_t offset) {
  return static_cast<std::uint32_t>(offset);
}

/// Makes the tree of one run of the parser.
class TreeMaker final : public YamlSink {
 public:
  struct Failure {
    Stage stage;
    std::size_t offset;  // of the text that libyaml saw
    std::size_t context;
    std::string reason;
  };

  TreeMaker(TreeBuilder& builder, std::size_t base) : builder_(builder), base_(base) {}

  bool has_failed() const { return has_failed_; }
  const Failure& failure() const { return failure_; }
  void tell_faults() {
    for (Fault& each : faults_) builder_.fault(each.kind, each.is_fatal, each.span, std::move(each.message));
  }
  /// After the last event: closes what a fault has left open.
  void finish() {
    const std::size_t end = builder_.text().size();
    while (!open_.empty()) leave(last_end_);
    if (builder_.nodes().empty() && faults_.empty() && !has_failed_)
      fault(true, {narrow(base_), narrow(end)}, Message("i18n.fault.empty", "the file is empty"));
  }

  void begin_document() override { ++documents_; }

  void scalar(Place place, const Scalar& scalar) override {
    const Span span = written(place);
    if (ignores(span)) return;
    if (awaits_key()) return key(span, scalar);
    Node node;
    node.span = span;
    node.kind = kind_of(scalar);
    node.is_plain = scalar.is_plain;
    node.text = builder_.keep(scalar.value, builder_.text().substr(span.begin, span.end - span.begin));
    if (!scalar.is_plain) check_decoded(node);
    const std::uint32_t index = put(node);
    if (!scalar.anchor.empty()) anchors_[std::string(scalar.anchor)] = index;
  }

  void begin(Place place, bool is_mapping, std::string_view anchor) override {
    const Span span = written(place);
    if (ignores(span, is_mapping ? What::mapping : What::sequence)) {
      ++skipped_depth_;
      return;
    }
    if (awaits_key()) {
      fault(true, span, Message("i18n.fault.complex_key", "a key must be a text, not a list or mapping"));
      skipped_depth_ = 1;
      open_.back().skips_value = true;
      return;
    }
    if (open_.size() >= TranslationFile::max_depth) {
      fault(true, span,
            Message("i18n.fault.depth", "nested deeper than {{most}} levels: the rest is not read",
                    {{"most", TranslationFile::max_depth}}));
      is_done_ = true;
      return;
    }
    const bool is_merge = !is_mapping && !open_.empty() && open_.back().is_merging;
    Node node;
    node.span = span;
    node.kind = is_mapping ? NodeKind::object : NodeKind::array;
    const std::uint32_t index = is_merge ? open_.back().node : put(node);
    open_.push_back({index, is_mapping, std::string(anchor)});
    open_.back().lists_merges = is_merge;
  }

  void end(Place) override {
    if (skipped_depth_ > 0) {
      --skipped_depth_;
      return;
    }
    if (!open_.empty()) leave(last_end_);
  }

  void alias(Place place, std::string_view anchor) override {
    const Span span = written(place);
    if (ignores(span)) return;
    if (awaits_key()) {
      fault(true, span, Message("i18n.fault.complex_key", "a key must be a text, not a list or mapping"));
      open_.back().skips_value = true;
      return;
    }
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) {
      fault(true, span,
            Message("i18n.fault.anchor", "no anchor &{{name}} stands before this",
                    {{"name", anchor.substr(0, 80)}}));
      if (!open_.empty()) open_.back().has_key = false;
      return;
    }
    Open& here = open_.back();
    if (here.is_merging || here.lists_merges) {
      Open& into = here.lists_merges ? open_[open_.size() - 2] : here;
      into.merges.push_back({found->second, span});
      last_end_ = span.end;
      here.is_merging = here.has_key = false;
      return;
    }
    Node node = builder_.nodes()[found->second];
    node.span = span;
    node.is_copied = true;
    const std::uint32_t copy = put(node);
    copy_children(found->second, copy, span);
    builder_.close(copy, span.end);
  }

  void fault(Stage stage, std::size_t offset, std::size_t context, std::string_view reason) override {
    has_failed_ = true;
    failure_ = {stage, offset, context, std::string(reason)};
  }

  bool goes_on() const override { return !is_done_; }

 private:
  struct Merge {
    std::uint32_t anchor;
    Span span;
  };
  struct Open {
    std::uint32_t node;
    bool is_mapping;
    std::string anchor;
    bool has_key = false;      // the next event is its value
    bool skips_value = false;  // of a key that is none
    bool is_merging = false;   // the key was <<
    bool lists_merges = false;
    Node key{};
    std::vector<Merge> merges{};
  };

  void fault(bool is_fatal, Span span, Message message) {
    faults_.push_back({Fault::Kind::syntax, is_fatal, span, std::move(message)});
  }

  Span written(Place place) {
    std::size_t begin = place.begin + base_, end = place.end + base_;
    const std::string_view text = builder_.text();
    skip_properties(text, begin, end);
    // A block scalar reaches to the next token.
    while (end > begin && (text[end - 1] == '\n' || text[end - 1] == '\r' || text[end - 1] == ' ')) --end;
    return {narrow(begin), narrow(end)};
  }

  /// `&anchor` and `!tag` are not the value.
  static void skip_properties(std::string_view text, std::size_t& begin, std::size_t end) {
    while (begin < end && (text[begin] == '&' || text[begin] == '!')) {
      while (begin < end && text[begin] != ' ' && text[begin] != '\n' && text[begin] != '\t') ++begin;
      while (begin < end && (text[begin] == ' ' || text[begin] == '\n' || text[begin] == '\t')) ++begin;
    }
  }

  enum class What { scalar, mapping, sequence };
  /// What is not to be read: behind the first document, in or for a key that is none, a root that is no
  /// mapping.
  bool ignores(Span span, What what = What::scalar) {
    if (skipped_depth_ > 0) return true;
    if (documents_ > 1) {
      fault(false, span,
            Message("i18n.fault.document", "a second document begins here: only the first is read"));
      is_done_ = true;
      return true;
    }
    if (open_.empty() && what != What::mapping) {
      const bool is_empty = what == What::scalar && span.begin == span.end;
      fault(true, span,
            is_empty ? Message("i18n.fault.empty", "the file is empty")
                     : Message("i18n.fault.no_mapping", "the file must hold a mapping: key: text"));
      is_done_ = true;
      return true;
    }
    if (!open_.empty() && open_.back().skips_value) {
      open_.back().skips_value = false;
      return true;
    }
    return false;
  }

  bool awaits_key() const { return !open_.empty() && open_.back().is_mapping && !open_.back().has_key; }

  void key(Span span, const Scalar& scalar) {
    Open& here = open_.back();
    here.has_key = true;
    here.key = Node();
    here.key.key_span = span;
    here.key.is_plain_key = scalar.is_plain;
    here.key.key = builder_.keep(scalar.value, builder_.text().substr(span.begin, span.end - span.begin));
    here.is_merging = scalar.is_plain && scalar.value == "<<";
    last_end_ = span.end;
  }

  static NodeKind kind_of(const Scalar& scalar) {
    if (scalar.tag == "tag:yaml.org,2002:int" || scalar.tag == "tag:yaml.org,2002:float")
      return NodeKind::number;
    if (scalar.tag == "tag:yaml.org,2002:bool") return NodeKind::boolean;
    if (scalar.tag == "tag:yaml.org,2002:null") return NodeKind::null;
    return scalar.is_plain && scalar.tag.empty() ? yaml_kind(scalar.value) : NodeKind::string;
  }

  void check_decoded(const Node& node) {
    for (const char c : node.text) {
      if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t' || c == '\r') continue;
      return builder_.check_decoded(node.text, node.span);
    }
  }

  /// The value of the pending key, or the next item.
  std::uint32_t put(Node node) {
    std::uint32_t parent = 0;
    if (!open_.empty()) {
      Open& here = open_.back();
      parent = here.node;
      if (here.is_mapping) {
        node.key = here.key.key;
        node.key_span = here.key.key_span;
        node.is_plain_key = here.key.is_plain_key;
        here.has_key = here.is_merging = false;
      } else {
        node.key = {};
        node.key_span = {};
        node.is_plain_key = false;
      }
    } else {
      node.key = {};
    }
    if (node.is_scalar()) last_end_ = std::max(last_end_, node.span.end);
    return builder_.add(node, parent);
  }

  void leave(std::uint32_t end_offset) {
    Open here = std::move(open_.back());
    open_.pop_back();
    if (here.lists_merges) {
      if (!open_.empty()) open_.back().has_key = open_.back().is_merging = false;
      return;
    }
    for (const Merge& merge : here.merges) take_over(here.node, merge);
    const std::string_view text = builder_.text();
    const std::uint32_t begin = builder_.nodes()[here.node].span.begin;
    // The bracket of a flow collection.
    if (begin < text.size() && (text[begin] == '{' || text[begin] == '[')) {
      const auto bracket = text.find_first_of("}]", end_offset);
      if (bracket != text.npos) end_offset = last_end_ = narrow(bracket + 1);
    }
    builder_.close(here.node, std::max(end_offset, begin));
    if (!here.anchor.empty()) anchors_[here.anchor] = here.node;
  }

  /// Keys that the mapping has itself stay.
  void take_over(std::uint32_t into, const Merge& merge) {
    const std::uint32_t from_end = builder_.nodes()[merge.anchor].end;
    if (builder_.nodes()[merge.anchor].kind != NodeKind::object)
      return fault(true, merge.span,
                   Message("i18n.fault.merge", "<< takes the keys of a mapping, and this is none"));
    for (std::uint32_t child = merge.anchor + 1; child < from_end; child = builder_.nodes()[child].end) {
      const Node original = builder_.nodes()[child];
      if (has_child(into, original.key)) continue;
      Node node = original;
      node.span = node.key_span = merge.span;
      node.is_copied = true;
      if (!may_copy(merge.span)) return;
      const std::uint32_t copy = builder_.add(node, into);
      copy_children(child, copy, merge.span);
      builder_.nodes()[copy].end = narrow(builder_.nodes().size());
    }
  }

  bool has_child(std::uint32_t object, std::string_view key) {
    auto& nodes = builder_.nodes();
    for (std::uint32_t child = object + 1; child < nodes.size(); child = nodes[child].end)
      if (nodes[child].key == key) return true;
    return false;
  }

  void copy_children(std::uint32_t from, std::uint32_t into, Span span) {
    const std::uint32_t from_end = builder_.nodes()[from].end;
    const std::uint32_t shift = into - from;
    for (std::uint32_t i = from + 1; i < from_end; ++i) {
      if (!may_copy(span)) return;
      Node node = builder_.nodes()[i];
      node.is_copied = true;
      node.span = span;
      if (!node.key.empty()) node.key_span = span;
      const std::uint32_t end = node.end + shift;
      const std::uint32_t copy = builder_.add(node, node.parent + shift);
      builder_.nodes()[copy].end = end;
    }
  }

  bool may_copy(Span span) {
    if (++copied_ <= TranslationFile::max_copied_nodes) return true;
    if (!is_done_)
      fault(true, span,
            Message("i18n.fault.aliases", "aliases stand for more than {{most}} values",
                    {{"most", TranslationFile::max_copied_nodes}}));
    is_done_ = true;
    return false;
  }

  TreeBuilder& builder_;
  std::size_t base_;
  std::vector<Open> open_;
  std::vector<Fault> faults_;
  std::map<std::string, std::uint32_t, std::less<>> anchors_;
  std::size_t documents_ = 0;
  std::size_t skipped_depth_ = 0;
  std::size_t copied_ = 0;
  std::uint32_t last_end_ = 0;
  bool is_done_ = false;
  bool has_failed_ = false;
  Failure failure_{};
};

/// Blanks the line of `offset` and those below it that stand deeper. False if there was nothing to blank.
bool blank_lines(std::string& text, std::size_t offset) {
  offset = std::min(offset, text.size());
  const std::size_t before = offset == 0 ? text.npos : text.rfind('\n', offset - 1);
  std::size_t line = before == text.npos ? 0 : before + 1;
  const auto indent_of = [&text](std::size_t at) {
    const std::size_t first = text.find_first_not_of(' ', at);
    return first == text.npos ? text.size() - at : first - at;
  };
  const std::size_t indent = indent_of(line);
  bool has_blanked = false;
  for (bool is_first = true; line < text.size(); is_first = false) {
    const std::size_t end = std::min(text.find('\n', line), text.size());
    const bool is_empty = text.find_first_not_of(" \r", line) >= end;
    if (!is_first && !is_empty && indent_of(line) <= indent) break;
    for (std::size_t i = line; i < end; ++i) {
      has_blanked |= text[i] != ' ';
      text[i] = ' ';
    }
    line = end + 1;
  }
  return has_blanked;
}

Span to_line_end(std::string_view text, std::size_t begin) {
  begin = std::min(begin, text.size());
  std::size_t end = std::min(text.find('\n', begin), text.size());
  if (end > begin && text[end - 1] == '\r') --end;
  return {narrow(begin), narrow(end)};
}

/// True for what is found only behind the thing that is wrong: a quote never closed, a key without a colon.
bool is_about_its_start(const TreeMaker::Failure& failure) {
  return failure.stage == YamlSink::Stage::tokens &&
         (failure.reason.find("could not find expected ':'") != failure.reason.npos ||
          failure.reason.find("unexpected end of stream") != failure.reason.npos ||
          failure.reason.find("unexpected document indicator") != failure.reason.npos);
}

/// Tells of the failure and mends `text` for another try. False if there is nothing to mend.
bool mend(TreeBuilder& builder, std::size_t base, const TreeMaker::Failure& failure, std::string& text) {
  if (failure.stage == YamlSink::Stage::bytes) {
    const std::size_t length =
        failure.offset < text.size()
            ? std::max<std::size_t>(utf8::sequence_length(std::string_view(text).substr(failure.offset)), 1)
            : 0;
    builder.fault(Fault::Kind::encoding, true,
                  {narrow(base + failure.offset), narrow(base + failure.offset + length)},
                  Message("i18n.fault.character", "byte {{offset}}: a character that YAML does not allow",
                          {{"offset", base + failure.offset}}));
    if (length == 0) return false;
    std::fill_n(text.begin() + static_cast<std::ptrdiff_t>(failure.offset), length, '?');
    return true;
  }
  const std::size_t place = is_about_its_start(failure) ? failure.context : failure.offset;
  builder.fault(Fault::Kind::syntax, true, to_line_end(builder.text(), base + place),
                Message("i18n.fault.yaml", "{{reason}}", {{"reason", failure.reason}}));
  return blank_lines(text, place);
}

/// `text` with a question mark for each byte that libyaml would stop at.
std::string readable(std::string_view text) {
  std::string copy(text);
  for (std::size_t at = 0; at < copy.size(); ++at) {
    at += utf8::valid_prefix(std::string_view(copy).substr(at));
    if (at < copy.size()) copy[at] = '?';
  }
  for (char& c : copy) {
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7F) c = '?';
  }
  return copy;
}

}  // namespace

void read_yaml(TreeBuilder& builder, std::size_t first_byte) {
  static const YamlExports& yaml = module_exports<YamlExports>("yaml");
  const std::string_view original = builder.text().substr(first_byte);
  std::string mended;
  std::string_view text = original;
  if (builder.has_faults()) text = mended = readable(original);
  for (std::size_t read = 0;; read += text.size()) {
    builder.drop_nodes();
    TreeMaker maker(builder, first_byte);
    yaml.read(text, maker);
    maker.finish();
    if (!maker.has_failed()) return maker.tell_faults();
    if (mended.empty()) mended = original;
    const bool is_mended = mend(builder, first_byte, maker.failure(), mended);
    if (!is_mended || builder.is_full() || read > max_read_again) return maker.tell_faults();
    text = mended;
  }
}

}  // namespace objectos::i18n

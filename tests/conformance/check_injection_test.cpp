// Accuracy of the linter: into clean trees made at random, one defect of each class is put at a random place,
// a thousand times a rule. Each must be found at its exact place, and nothing else.
#include <algorithm>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "catch.hpp"
#include "check_kit.hpp"

using namespace objectos;

namespace {

constexpr int injections = 1000;

struct Tree {
  std::string key;
  std::string text;            // of a leaf
  std::vector<Tree> children;  // of an object or a plural node
  bool is_plural = false;
  bool is_leaf() const { return children.empty(); }
  // Set by the writers.
  std::size_t key_line = 0, key_column = 0, line = 0, column = 0;
  bool is_bare = false;  // YAML: written without quotes
};

std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

/// Writes trees as JSON or YAML and notes where everything stands.
class Writer {
 public:
  explicit Writer(bool yaml) : yaml_(yaml) {}
  std::string write(Tree& root, const std::string& locale) {
    if (yaml_) {
      raw(locale + ":\n");
      block(root, 1);
    } else {
      object(root, 0);
      raw("\n");
    }
    return out_;
  }

 private:
  void raw(const std::string& text) {
    for (const char c : text) {
      out_ += c;
      if (c == '\n') {
        ++line_;
        column_ = 1;
      } else if ((c & 0xC0) != 0x80) {
        ++column_;
      }
    }
  }
  static std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text)
      out += c == '"' || c == '\\' ? std::string("\\") + c
             : c == '\n'           ? std::string("\\n")
                                   : std::string(1, c);
    return out + '"';
  }
  void key(Tree& tree) {
    tree.key_line = line_;
    tree.key_column = column_;
    raw(yaml_ ? tree.key : quoted(tree.key));
    raw(yaml_ ? ":" : ": ");
  }
  void value(Tree& tree) {
    tree.line = line_;
    tree.column = column_;
    raw(tree.is_bare ? tree.text : quoted(tree.text));
  }
  void object(Tree& tree, std::size_t depth) {
    raw("{\n");
    for (std::size_t i = 0; i < tree.children.size(); ++i) {
      raw(std::string(2 * depth + 2, ' '));
      key(tree.children[i]);
      if (tree.children[i].is_leaf()) {
        value(tree.children[i]);
      } else {
        object(tree.children[i], depth + 1);
      }
      raw(i + 1 < tree.children.size() ? ",\n" : "\n");
    }
    raw(std::string(2 * depth, ' ') + "}");
  }
  void block(Tree& tree, std::size_t depth) {
    for (Tree& child : tree.children) {
      raw(std::string(2 * depth, ' '));
      key(child);
      if (child.is_leaf()) {
        raw(" ");
        value(child);
        raw("\n");
      } else {
        raw("\n");
        block(child, depth + 1);
      }
    }
  }

  bool yaml_;
  std::string out_;
  std::size_t line_ = 1, column_ = 1;
};

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t limit) {
  return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
}

const std::vector<std::string> source_words{"open", "the",     "file", "settings", "remove", "account",
                                            "view", "project", "name", "error",    "please", "time"};
const std::vector<std::string> target_words{"öffne", "die",     "datei",   "größe",       "entferne",
                                            "konto", "ansicht", "projekt", "bezeichnung", "fehler",
                                            "bitte", "zeit",    "фаайл",   "文件"};

std::string words(Random& random, const std::vector<std::string>& from, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += (i ? " " : "") + from[below(random, from.size())];
  return text;
}

/// Something that a text has beside words, the same in both languages.
std::string mark(Random& random) {
  switch (below(random, 6)) {
    case 0: return "{{name}}";
    case 1: return "{{ user.id }}";
    case 2: return "<b>x</b>";
    case 3: return "{{total, number}}";
    case 4: return "<0>1</0> <br/>";
    default: return "100 %";
  }
}

struct Pair {
  Tree source, target;
};

const std::vector<std::string> russian{"one", "few", "many", "other"};

Pair leaf(Random& random, const std::string& key) {
  Pair pair;
  pair.source.key = pair.target.key = key;
  const std::string middle = below(random, 2) ? " " + mark(random) + " " : " ";
  pair.source.text =
      words(random, source_words, 1 + below(random, 3)) + middle + words(random, source_words, 2);
  pair.target.text =
      words(random, target_words, 1 + below(random, 3)) + middle + words(random, target_words, 2);
  return pair;
}

Pair plural(Random& random, const std::string& key) {
  Pair pair;
  pair.source.key = pair.target.key = key;
  pair.source.is_plural = pair.target.is_plural = true;
  for (const char* form : {"one", "other"})
    pair.source.children.push_back({form, "{{count}} " + words(random, source_words, 3), {}});
  for (const std::string& form : russian)
    pair.target.children.push_back({form, "{{count}} " + words(random, target_words, 3), {}});
  return pair;
}

Pair object(Random& random, const std::string& key, int depth) {
  Pair pair;
  pair.source.key = pair.target.key = key;
  const std::size_t count = 2 + below(random, 4);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string name = "k" + std::string(1, static_cast<char>('a' + i));
    Pair child = depth < 2 && below(random, 3) == 0 ? object(random, name, depth + 1)
                 : below(random, 4) == 0            ? plural(random, name)
                                                    : leaf(random, name);
    pair.source.children.push_back(std::move(child.source));
    pair.target.children.push_back(std::move(child.target));
  }
  return pair;
}

/// A tree in which there is something of each kind to break.
Pair clean(Random& random) {
  Pair pair = object(random, "", 0);
  for (Pair child : {leaf(random, "plain"), plural(random, "count")}) {
    pair.source.children.push_back(std::move(child.source));
    pair.target.children.push_back(std::move(child.target));
  }
  const auto both = [&](const char* key, const std::string& source, const std::string& target) {
    pair.source.children.push_back({key, source, {}});
    pair.target.children.push_back({key, target, {}});
  };
  both("token", "open {{name}} now", "öffne {{name}} jetzt");
  both("tag", "click <b>here</b> now", "klicke <b>hier</b> jetzt");
  both("directive", "costs {{price, currency:EUR}} today", "kostet {{price, currency:EUR}} heute");
  return pair;
}

/// The places of a tree, by what can be done to them; the nodes above each.
struct Spot {
  Tree* source;
  Tree* target;
  Tree* parent;  // of the target
  std::string path;
};

void collect(Tree& source, Tree& target, const std::string& path, std::vector<Spot>& leaves,
             std::vector<Spot>& plurals, std::vector<Spot>& forms, std::vector<Spot>& objects) {
  objects.push_back({&source, &target, &target, path});
  for (std::size_t i = 0; i < target.children.size(); ++i) {
    Tree& child = target.children[i];
    const std::string below = path.empty() ? child.key : path + "." + child.key;
    if (child.is_plural) {
      plurals.push_back({&source.children[i], &child, &target, below});
      for (Tree& form : child.children) forms.push_back({nullptr, &form, &child, below + "." + form.key});
    } else if (child.is_leaf()) {
      leaves.push_back({&source.children[i], &child, &target, below});
    } else {
      collect(source.children[i], child, below, leaves, plurals, forms, objects);
    }
  }
}

struct Spots {
  std::vector<Spot> leaves, plurals, forms, objects;
};

enum class At { key, value };

/// What was done: the tree node whose place is told, and the key of the finding.
struct Defect {
  const Tree* node;
  At at;
  std::string key;
};

using Inject = std::function<Defect(Random&, Pair&, Spots&)>;

Spot& any(Random& random, std::vector<Spot>& spots) {
  return spots[below(random, spots.size())];
}

Spot& holding(Random& random, std::vector<Spot>& spots, const std::string& needle) {
  std::vector<std::size_t> fitting;
  for (std::size_t i = 0; i < spots.size(); ++i)
    if (spots[i].target->text.find(needle) != std::string::npos) fitting.push_back(i);
  return spots[fitting[below(random, fitting.size())]];
}

void replace(std::string& text, const std::string& what, const std::string& by) {
  text.replace(text.find(what), what.size(), by);
}

std::string place_of(const Defect& defect) {
  const Tree& node = *defect.node;
  if (node.key.empty()) return "1:1";  // the root: its bracket, or the locale's key
  return defect.at == At::key ? std::to_string(node.key_line) + ":" + std::to_string(node.key_column)
                              : std::to_string(node.line) + ":" + std::to_string(node.column);
}

void run(const char* rule, const Inject& inject, bool yaml_only = false, bool json_only = false,
         CheckOptions options = {}) {
  Random random(20261125);
  options.rules[Rule::same_as_source] = Severity::off;
  options.rules[Rule::inconsistent] = Severity::off;
  options.rules[check_rule(rule).rule] = Severity::error;
  LocaleTree tree(std::map<std::string, std::string>{});
  int missed = 0;
  for (int i = 0; i < injections; ++i) {
    const bool yaml = yaml_only || (!json_only && i % 2 == 0);
    Pair pair = clean(random);
    Spots spots;
    collect(pair.source, pair.target, "", spots.leaves, spots.plurals, spots.forms, spots.objects);
    const Defect defect = inject(random, pair, spots);
    const char* const ending = yaml ? ".yml" : ".json";
    tree.clear();
    tree.write(std::string("en") + ending, Writer(yaml).write(pair.source, "en"));
    const std::string text = Writer(yaml).write(pair.target, "ru");
    tree.write(std::string("ru") + ending, text);
    const std::string place = place_of(defect);
    const std::string expected = std::string("ru") + ending + ":" + place + " " + rule +
                                 (defect.key.empty() ? "" : " " + defect.key) + "\n";
    const std::string found = tree.findings(options);
    if (found == expected) continue;
    if (++missed > 3) break;
    UNSCOPED_INFO(text);
    UNSCOPED_INFO("expected " << expected << "found " << found);
  }
  CHECK(missed == 0);
}

}  // namespace

TEST_CASE("injected: clean trees have no findings", "[check][injection]") {
  Random random(1);
  LocaleTree tree(std::map<std::string, std::string>{});
  CheckOptions options;
  options.rules[Rule::inconsistent] = Severity::off;
  for (int i = 0; i < injections; ++i) {
    Pair pair = clean(random);
    tree.clear();
    tree.write("en.json", Writer(false).write(pair.source, "en"));
    tree.write("ru.json", Writer(false).write(pair.target, "ru"));
    REQUIRE(tree.findings(options).empty());
  }
}

TEST_CASE("injected: keys", "[check][injection]") {
  run("missing-key", [](Random& random, Pair&, Spots& spots) {
    Spot& spot = any(random, below(random, 3) == 0 ? spots.plurals : spots.leaves);
    auto& siblings = spot.parent->children;
    const std::string key = spot.path;
    Tree* const parent = spot.parent;
    siblings.erase(siblings.begin() + (spot.target - siblings.data()));
    return Defect{parent, At::key, key};
  });
  run("extra-key", [](Random& random, Pair&, Spots& spots) {
    Spot& spot = any(random, spots.objects);
    auto& children = spot.target->children;
    children.insert(children.begin() + static_cast<std::ptrdiff_t>(below(random, children.size() + 1)),
                    Tree{"extra", "text", {}});
    const auto* extra = &*std::find_if(children.begin(), children.end(),
                                       [](const Tree& each) { return each.key == "extra"; });
    return Defect{extra, At::key, spot.path.empty() ? "extra" : spot.path + ".extra"};
  });
  run("duplicate-key", [](Random& random, Pair&, Spots& spots) {
    Spot& spot = any(random, spots.objects);
    auto& children = spot.target->children;
    const Tree copy = children[below(random, children.size())];
    children.push_back(copy);
    return Defect{&children.back(), At::key, spot.path.empty() ? copy.key : spot.path + "." + copy.key};
  });
  run("type-mismatch", [](Random& random, Pair&, Spots& spots) {
    Spot& spot = any(random, spots.leaves);
    spot.target->children.push_back({"inner", "text", {}});
    return Defect{spot.target, At::key, spot.path};
  });
  run("empty-value", [](Random& random, Pair&, Spots& spots) {
    Spot& spot = any(random, below(random, 3) == 0 ? spots.forms : spots.leaves);
    spot.target->text = below(random, 2) ? "" : below(random, 2) ? " " : "…";
    return Defect{spot.target, At::value, spot.path};
  });
}

TEST_CASE("injected: placeholders and tags", "[check][injection]") {
  run("unknown-placeholder", [](Random& random, Pair&, Spots& spots) {
    Spot& spot = holding(random, spots.leaves, "{{name}}");
    replace(spot.target->text, "{{name}}", "{{имя}}");
    return Defect{spot.target, At::value, spot.path};
  });
  run("unknown-placeholder", [](Random& random, Pair&, Spots& spots) {
    Spot& spot = any(random, below(random, 3) == 0 ? spots.forms : spots.leaves);
    spot.target->text = "x {{surplus}} " + spot.target->text;
    return Defect{spot.target, At::value, spot.path};
  });
  run("near-placeholder", [](Random& random, Pair&, Spots& spots) {
    static const std::vector<std::string> variants{"{name}",       "%{name}",        "{{name}",    "{name}}",
                                                   "｛｛name｝｝", "{{\u00a0name}}", "{{{name}}}", "{{ name",
                                                   "% {name}",     "{{name}}}"};
    Spot& spot = holding(random, spots.leaves, "{{name}}");
    replace(spot.target->text, "{{name}}", variants[below(random, variants.size())]);
    return Defect{spot.target, At::value, spot.path};
  });
  run("directive-mismatch", [](Random& random, Pair&, Spots& spots) {
    static const std::vector<std::string> variants{"{{price}}", "{{price, число}}", "{{price, number}}",
                                                   "{{price | date:short}}"};
    Spot& spot = holding(random, spots.leaves, "{{price");
    replace(spot.target->text, "{{price, currency:EUR}}", variants[below(random, variants.size())]);
    return Defect{spot.target, At::value, spot.path};
  });
  run("dropped-placeholder", [](Random& random, Pair&, Spots& spots) {
    Spot& spot = holding(random, spots.leaves, "{{name}}");
    replace(spot.target->text, "{{name}}", "x");
    return Defect{spot.target, At::value, spot.path};
  });
  run("placeholder-multiplicity", [](Random& random, Pair&, Spots& spots) {
    Spot& spot = holding(random, spots.leaves, "{{name}}");
    replace(spot.target->text, "{{name}}", "{{name}} {{name}}");
    return Defect{spot.target, At::value, spot.path};
  });
  run("html-mismatch", [](Random& random, Pair&, Spots& spots) {
    Spot& spot = holding(random, spots.leaves, "</b>");
    std::string& text = spot.target->text;
    switch (below(random, 4)) {
      case 0: replace(text, "</b>", ""); break;
      case 1:
        replace(text, "<b>", "<i>");
        replace(text, "</b>", "</i>");
        break;
      case 2:
        replace(text, "<b>", "");
        replace(text, "</b>", "");
        break;
      default: text += " <a href=\"/\">x</a>";
    }
    return Defect{spot.target, At::value, spot.path};
  });
}

TEST_CASE("injected: plural forms", "[check][injection]") {
  run("plural-required", [](Random& random, Pair&, Spots& spots) {
    Spot& spot = any(random, spots.plurals);
    auto& forms = spot.target->children;
    const std::size_t gone = below(random, 3);  // `other` is for fractions in Russian
    const std::string key = spot.path + "." + forms[gone].key;
    forms.erase(forms.begin() + static_cast<std::ptrdiff_t>(gone));
    return Defect{spot.target, At::key, key};
  });
  run("plural-flattened", [](Random& random, Pair&, Spots& spots) {
    Spot& spot = any(random, spots.plurals);
    spot.target->text = spot.target->children[0].text;
    spot.target->children.clear();
    spot.target->is_plural = false;
    return Defect{spot.target, At::value, spot.path};
  });
  run("plural-unused", [](Random& random, Pair&, Spots& spots) {
    Spot& spot = any(random, spots.plurals);
    auto& forms = spot.target->children;
    forms.insert(forms.begin() + static_cast<std::ptrdiff_t>(below(random, forms.size() + 1)),
                 Tree{"two", "{{count}} x", {}});
    const auto* extra =
        &*std::find_if(forms.begin(), forms.end(), [](const Tree& each) { return each.key == "two"; });
    return Defect{extra, At::key, spot.path + ".two"};
  });
  run("plural-count-dropped", [](Random& random, Pair&, Spots& spots) {
    Spot* spot = &any(random, spots.forms);
    while (spot->target->key == "other") spot = &any(random, spots.forms);  // no whole number selects it
    replace(spot->target->text, "{{count}}", below(random, 2) ? "1" : "viele");
    return Defect{spot->target, At::value, spot->path};
  });
  run("plural-identical", [](Random& random, Pair&, Spots& spots) {
    Spot& spot = any(random, spots.plurals);
    for (Tree& form : spot.target->children) form.text = "{{count}} x";
    return Defect{spot.target, At::key, spot.path};
  });
}

TEST_CASE("injected: texts", "[check][injection]") {
  run("edge-whitespace", [](Random& random, Pair&, Spots& spots) {
    Spot& spot = any(random, spots.leaves);
    switch (below(random, 5)) {
      case 0: spot.target->text += " "; break;
      case 1: spot.target->text = " " + spot.target->text; break;
      case 2: spot.target->text += "\n\n"; break;
      case 3: spot.source->text += " "; break;
      default: spot.source->text = "\n" + spot.source->text;
    }
    return Defect{spot.target, At::value, spot.path};
  });
  run("double-space", [](Random& random, Pair&, Spots& spots) {
    Spot& spot = any(random, spots.leaves);
    replace(spot.target->text, " ", below(random, 2) ? "  " : " \u200b");
    return Defect{spot.target, At::value, spot.path};
  });
  run("end-punctuation", [](Random& random, Pair&, Spots& spots) {
    Spot& spot = any(random, spots.leaves);
    (below(random, 2) ? spot.target : spot.source)->text += below(random, 2) ? "." : "?";
    return Defect{spot.target, At::value, spot.path};
  });
  CheckOptions options;
  options.rules[Rule::html_mismatch] = Severity::off;
  run(
      "unsafe-html",
      [](Random& random, Pair&, Spots& spots) {
        Spot& spot = any(random, spots.leaves);
        spot.target->text += below(random, 2) ? " <script>x</script>" : " <a onclick = 'x()'>y</a>";
        return Defect{spot.target, At::value, spot.path};
      },
      false, false, options);
  CheckOptions lengths;
  lengths.max_lengths["*"] = 90;
  run(
      "max-length",
      [](Random& random, Pair&, Spots& spots) {
        Spot& spot = any(random, spots.leaves);
        while (characters(spot.target->text) <= 90) spot.target->text += " länger";
        return Defect{spot.target, At::value, spot.path};
      },
      false, false, lengths);
  CheckOptions forbidden;
  forbidden.forbidden_texts = {"lorem"};
  run(
      "forbidden-text",
      [](Random& random, Pair&, Spots& spots) {
        Spot& spot = any(random, spots.leaves);
        spot.target->text += " lorem ipsum";
        return Defect{spot.target, At::value, spot.path};
      },
      false, false, forbidden);
}

TEST_CASE("injected: YAML values that are no text", "[check][injection]") {
  run(
      "yaml-type",
      [](Random& random, Pair&, Spots& spots) {
        static const std::vector<std::string> bare{"no", "Yes", "on",  "off",  "true", "null",
                                                   "~",  "12",  "1.5", "0x1F", "12:30"};
        Spot* spot = &any(random, below(random, 3) == 0 ? spots.forms : spots.leaves);
        // What is left of the text says nothing of placeholders.
        spot->target->text = bare[below(random, bare.size())];
        spot->target->is_bare = true;
        if (spot->source) spot->source->text = "plain text here";
        return Defect{spot->target, At::value, spot->path};
      },
      true);
}

TEST_CASE("injected: bytes and syntax", "[check][injection]") {
  Random random(3);
  LocaleTree tree(std::map<std::string, std::string>{});
  for (int i = 0; i < injections; ++i) {
    Pair pair = clean(random);
    std::string text = Writer(false).write(pair.target, "ru");
    // A byte that no UTF-8 has, inside of a text.
    std::vector<std::size_t> inside;
    for (std::size_t at = 0; at + 1 < text.size(); ++at)
      if (text[at] == 'e' && text[at + 1] == ' ') inside.push_back(at + 1);
    const std::size_t at = inside[below(random, inside.size())];
    std::string broken = text;
    broken.insert(at, 1, '\xFF');
    const auto place = [&](std::size_t offset) {
      const std::size_t line = static_cast<std::size_t>(
          std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
      const std::size_t start = offset == 0 ? 0 : text.rfind('\n', offset - 1) + 1;
      return std::to_string(line + 1) + ":" +
             std::to_string(characters(text.substr(start, offset - start)) + 1);
    };
    tree.clear();
    tree.write("en.json", Writer(false).write(pair.source, "en"));
    tree.write("ru.json", broken);
    CheckOptions options;
    options.rules[Rule::inconsistent] = Severity::off;
    REQUIRE(tree.findings(options) == "ru.json:" + place(at) + " encoding\n");
    // A comma that is gone.
    std::vector<std::size_t> commas;
    for (std::size_t comma = 0; (comma = text.find(",\n", comma)) != text.npos; ++comma)
      commas.push_back(comma);
    const std::size_t comma = commas[below(random, commas.size())];
    broken = text;
    broken.erase(comma, 1);
    tree.write("ru.json", broken);
    REQUIRE(tree.findings(options) == "ru.json:" + place(comma) + " syntax\n");
  }
}

// What source code says of keys: which it uses, which it may use, which there are not.
#include "lint/usage.hpp"

#include <fstream>
#include <string>

#include "catch.hpp"
#include "lint/source_files.hpp"
#include "scratch.hpp"

using namespace objectos;
using namespace objectos::lint;

namespace {

KeyIndex index_of(const std::vector<std::string>& keys, const std::string& space = "") {
  KeyIndex index;
  for (const std::string& key : keys) index.add(space, key);
  index.finish();
  return index;
}

struct Said {
  std::string used;
  std::string maybe;
  std::string undefined;  // with places
};

Said said_by(const KeyIndex& index, const std::string& path, const std::string& code,
             const std::vector<std::string>& calls = {}) {
  std::vector<KeyState> states(index.size());
  std::vector<UndefinedKey> undefined;
  look_at_code(index, path, code, CallNames(calls), states, undefined);
  Said said;
  const auto append = [](std::string& list, const std::string& word) {
    list += (list.empty() ? "" : " ") + word;
  };
  for (KeyIndex::Id id = 0; id < index.size(); ++id) {
    if (states[id] == KeyState::used) append(said.used, index.key(id));
    if (states[id] == KeyState::undeterminable) append(said.maybe, index.key(id));
  }
  for (const UndefinedKey& each : undefined)
    append(said.undefined, each.key + "@" + std::to_string(each.place.line) + ":" +
                               std::to_string(each.place.column) + "-" +
                               std::to_string(each.place.end_column));
  return said;
}

const KeyIndex& usual() {
  static const KeyIndex index =
      index_of({"cart.item", "errors.denied", "errors.lost", "save", "users.index.title"});
  return index;
}

std::string used(const std::string& path, const std::string& code) {
  return said_by(usual(), path, code).used;
}
std::string maybe(const std::string& path, const std::string& code) {
  return said_by(usual(), path, code).maybe;
}
std::string undefined(const std::string& path, const std::string& code) {
  return said_by(usual(), path, code).undefined;
}

const std::string both_errors = "errors.denied errors.lost";

}  // namespace

TEST_CASE("a literal key is used, by whatever the function is reached") {
  for (const char* code : {"t('save')",
                           "t(\"save\")",
                           "t(`save`)",
                           "i18n.t('save')",
                           "this.$t( 'save' )",
                           "x?.t?.('save')",
                           "t<string>('save')",
                           "t(\n  'save',\n  { count: 1 })",
                           "t(/* why */ 'save')",
                           "t('sa' + 've')",
                           "<b>{t('save')}</b>",
                           "<p>Don't {{ $t('save') }}</p>",
                           "<Trans i18nKey=\"save\" />",
                           "<Trans i18nKey={'save'}>",
                           "<i18n-t keypath=\"save\">",
                           "t('sa\\x76e')",
                           "const url = 'https://x/' + t('save')",
                           "x = /['\"]/; t('save')",
                           "`a ${t('save')} b`",
                           "t('save' as const)"}) {
    INFO(code);
    CHECK(used("a.tsx", code) == "save");
    CHECK(undefined("a.tsx", code).empty());
  }
  CHECK(used("a.rb", "t 'save'") == "save");
  CHECK(used("a.rb", "I18n.t(:save)") == "save");
  CHECK(used("a.rb", "t :\"save\", count: 1") == "save");
  CHECK(used("a.rb", "t!('save')") == "save");
  CHECK(used("a.html.erb", "<%= t 'save' %>") == "save");
  CHECK(used("a.py", "i18n.t(u'save')") == "save");
  CHECK(used("a.php", "<?php echo __('save'); $this->t('save');") == "save");
  CHECK(used("a.cpp", "tr.translate(\"sa\" \"ve\")") == "save");
}

TEST_CASE("a key that there is not is told with its place") {
  CHECK(undefined("a.ts", "x();\nt('gone')") == "gone@2:3-9");
  CHECK(undefined("a.ts", "'é'; t('göne')") == "göne@1:8-14");
  CHECK(undefined("a.ts", "t('a'); t('save');\n t('b')") == "a@1:3-6 b@2:4-7");
  CHECK(undefined("a.ts", "t('gone' + '.x')") == "gone.x@1:3-16");
  CHECK(undefined("a.rb", "t 'gone'\nt :lost_one, default: 'x'") == "gone@1:3-9 lost_one@2:3-12");
  CHECK(undefined("a.tsx", "<Trans i18nKey='gone'/>") == "gone@1:16-22");
}

TEST_CASE("what is no literal says nothing, and so does another function") {
  for (const char* code : {"t(key)",
                           "t(a ? 'x' : 'y')",
                           "t(a || 'x')",
                           "t('x'.concat(y))",
                           "t(['x'])",
                           "t({ id: 'x' })",
                           "t()",
                           "t('')",
                           "t(' ')",
                           "test('x', t => {})",
                           "start('x')",
                           "at('x')",
                           "t.equal('x', y)",
                           "x.t = 'x'",
                           "function t(key) {}",
                           "ctx.translate(10, 'x')",
                           "// t('x')",
                           "/* t('x') */",
                           "/* a\n t('x')\n*/",
                           "t(x + y)",
                           "t(`${x}`)",
                           "a / t / 'x'"}) {
    INFO(code);
    CHECK(undefined("a.ts", code).empty());
    CHECK(maybe("a.ts", code).empty());
  }
  CHECK(undefined("a.rb", "# t('x')\n=begin\nt('x')\n=end\n").empty());
  CHECK(undefined("a.py", "def f():\n  \"\"\"Like t('x').\n  t('y') \"\"\"\n  # t('x')\n").empty());
  CHECK(undefined("a.vue", "<!-- {{ $t('x') }}\n-->").empty());
  CHECK(undefined("a.erb", "<%# t('x') %>").empty());
  CHECK(undefined("a.php", "# t('x')\n// t('x')").empty());
  CHECK(undefined("a.html.erb", "don't \"x\"").empty());
}

TEST_CASE("a comment hides a use, and what only looks like one does not") {
  CHECK(used("a.ts", "// t('save')").empty());
  CHECK(used("a.ts", "/* t('save') */").empty());
  CHECK(used("a.py", "# 'save'").empty());
  CHECK(used("a.ts", "x = '/*'; t('save')") == "save");
  CHECK(used("a.ts", "x = /\\/*'/.test(t('save'))") == "save");
  CHECK(used("a.ts", "/* never closed t('save')") == "save");
  CHECK(used("a.rb", "x = '#'; t('save')") == "save");
  CHECK(used("a.svelte", "{#if x}{$t('save')}{/if}") == "save");
}

TEST_CASE("a key that is put together is undeterminable") {
  for (const char* code : {"t('errors.' + code)", "t(`errors.${code}`)", "t(`errors.${a[b]}` + x)",
                           "t('errors' + '.' + f(x, 'y'))", "t(\"errors.\" + this.props.code, {})",
                           "const key = `errors.${code}`", "const prefix = 'errors.'",
                           "<Trans i18nKey={`errors.${code}`}/>", "t(/* x */ 'errors.' + // y\n code)"}) {
    INFO(code);
    CHECK(maybe("a.tsx", code) == both_errors);
    CHECK(undefined("a.tsx", code).empty());
  }
  CHECK(maybe("a.ts", "t(`${group}.denied`)") == "errors.denied");
  CHECK(maybe("a.ts", "t(group + '.denied')") == "errors.denied");
  CHECK(maybe("a.ts", "t(`errors.${x}t`)") == "errors.lost");
  CHECK(maybe("a.rb", "t(\"errors.#{code}\")") == both_errors);
  CHECK(maybe("a.rb", "t 'errors.' + code") == both_errors);
  CHECK(maybe("a.rb", "t 'errors.#{code}'").empty());
  CHECK(maybe("a.py", "t(f'errors.{code}')") == both_errors);
  CHECK(maybe("a.py", "t('errors.%s' % code)") == both_errors);
  CHECK(maybe("a.py", "t('errors.{}'.format(code))") == both_errors);
  CHECK(maybe("a.php", "__('errors.' . $code)") == both_errors);
  CHECK(maybe("a.php", "__(\"errors.$code\")") == both_errors);
  CHECK(maybe("a.php", "__(\"errors.{$e->code}\")") == both_errors);
  CHECK(maybe("a.kt", "t(\"errors.${e.code}\")") == both_errors);
  CHECK(maybe("a.swift", "t(\"errors.\\(code)\")") == both_errors);
  CHECK(maybe("a.cs", "t($\"errors.{code}\")") == both_errors);
  // A use beside it stays one.
  CHECK(used("a.ts", "t('errors.' + code); t('errors.lost')") == "errors.lost");
}

TEST_CASE("a beginning that no key has is undefined") {
  CHECK(undefined("a.ts", "t('error.' + code)") == "error.*@1:3-18");
  CHECK(undefined("a.ts", "t(`error.${code}.x`)") == "error.*.x@1:3-20");
  CHECK(undefined("a.ts", "t(x + '.gone')").empty());
}

TEST_CASE("a text that is a key counts as a use wherever it stands") {
  CHECK(used("a.ts", "const messages = { 404: 'errors.lost' }") == "errors.lost");
  CHECK(used("a.vue", "<p>Don't <x :y=\"z ? 'errors.lost' : 'save'\">") == "errors.lost save");
  CHECK(used("a.ts", "t(a ? 'errors.lost' : 'save')") == "errors.lost save");
  CHECK(used("a.txt", "\"save\"") == "save");
}

TEST_CASE("an object that is asked for makes what is in it undeterminable") {
  CHECK(maybe("a.ts", "t('errors', { returnObjects: true })") == both_errors);
  CHECK(undefined("a.ts", "t('errors')").empty());
  CHECK(maybe("a.ts", "const errors = 'errors'").empty());
}

TEST_CASE("plural forms, contexts and ordinals are used through their base") {
  KeyIndex index;
  index.add_spelling("", "item.one", index.add("", "item"));
  index.add("", "friend_male");
  index.add("", "place_ordinal");
  index.finish();
  CHECK(said_by(index, "a.ts", "t('item', { count })").used == "item");
  CHECK(said_by(index, "a.ts", "t('item.one')").used == "item");
  CHECK(said_by(index, "a.ts", "t('place', { count, ordinal: true })").used == "place_ordinal");
  CHECK(said_by(index, "a.ts", "t('friend', { context: 'male' })").maybe == "friend_male");
  CHECK(said_by(index, "a.ts", "t('friend', { x })").undefined == "friend@1:3-11");
}

TEST_CASE("a namespace may be named, or left out") {
  const KeyIndex index = index_of({"save", "a.b"}, "admin/menu");
  for (const char* code : {"t('save')", "t('admin/menu:save')", "t('admin.menu.save')",
                           "useTranslation('admin/menu'); t('save')"}) {
    INFO(code);
    CHECK(said_by(index, "a.ts", code).used == "admin.menu.save");
  }
  CHECK(said_by(index, "a.ts", "t('b', { keyPrefix: 'a' })").used == "admin.menu.a.b");
  CHECK(said_by(index, "a.ts", "const { t } = useTranslation('menu', { keyPrefix: 'a' }); t('b'); t('c')")
            .undefined == "c@1:69-72");
  CHECK(said_by(index, "a.ts", "t('other:save')").undefined == "other:save@1:3-15");
}

TEST_CASE("Rails: scopes, and keys that begin with their view") {
  CHECK(used("app/views/users/index.html.erb", "<%= t '.title' %>") == "users.index.title");
  CHECK(used("app/views/users/_index.html.haml", "= t('.title')") == "users.index.title");
  CHECK(undefined("app/views/users/index.html.erb", "<%= t '.gone' %>") == ".gone@1:7-14");
  CHECK(maybe("app/controllers/users_controller.rb", "t('.title')") == "users.index.title");
  CHECK(used("a.rb", "t(:lost, scope: :errors)") == "errors.lost");
  CHECK(used("a.rb", "t :title, scope: [:users, :index]") == "users.index.title");
  CHECK(maybe("a.rb", "t(:title, scope: scope)") == "users.index.title");
  CHECK(undefined("a.rb", "t(:gone, scope: 'errors')") == "errors.gone@1:3-8");
}

TEST_CASE("which functions are meant can be set") {
  const auto said = [](const std::string& code, const std::vector<std::string>& calls) {
    return said_by(usual(), "a.cpp", code, calls).undefined;
  };
  CHECK(said("Message(\"x\"); t(\"y\")", {"Message"}) == "x@1:9-12");
  CHECK(said("i18n.t(\"x\"); this->i18n->t(\"z\"); t(\"y\")", {"i18n.t"}) == "x@1:8-11 z@1:28-31");
  CHECK(said("<a data-key=\"x\" key=\"y\">", {"data-key="}) == "x@1:13-16");
  for (const char* wrong : {"", "a b", "t(", ".t", "=", "a..b"}) {
    INFO(wrong);
    CHECK_THROWS_AS(CallNames({wrong}), Error);
  }
}

TEST_CASE("places are right in lines without end") {
  std::string code;
  for (int i = 0; i < 20000; ++i) code += "t('save');";
  CHECK(undefined("a.js", code + "t('x')") == "x@1:200003-200006");
}

TEST_CASE("files are found by globs") {
  const Scratch scratch;
  const std::string root = scratch.path();
  for (const char* file : {"src/a.ts", "src/deep/b.tsx", "src/deep/c.css", "src/.hidden/d.ts",
                           "src/node_modules/e.ts", "src/[id]/f.ts", "src/a.txt"}) {
    const std::string path = root + "/" + file;
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path) << "x";
  }
  std::filesystem::create_directory_symlink("..", root + "/src/deep/up");
  const auto found = [&](const std::string& pattern) {
    std::string names;
    for (const std::string& path : find_source_files({root + "/" + pattern}))
      names += path.substr(root.size() + 5) + " ";
    return names;
  };
  CHECK(found("src/**/*.ts") == "[id]/f.ts a.ts ");
  CHECK(found("src/**/*.{ts,tsx}") == "[id]/f.ts a.ts deep/b.tsx ");
  CHECK(found("src/*") == "a.ts a.txt ");
  CHECK(found("src/**") == "[id]/f.ts a.ts a.txt deep/b.tsx deep/c.css ");
  CHECK(found("src") == "[id]/f.ts a.ts deep/b.tsx ");
  CHECK(found("src/.hidden/*") == ".hidden/d.ts ");
  CHECK(found("src/[id]/f.ts") == "[id]/f.ts ");
  CHECK(found("s[a-z]c/?.ts") == "a.ts ");
  CHECK(found("src/deep/up/a.ts") == "deep/up/a.ts ");
  CHECK_THROWS_AS(found("src/*.rb"), Error);
  CHECK_THROWS_AS(found("{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}"), Error);
}

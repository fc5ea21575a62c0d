// JSONLogic: what its public test cases say, what flagd adds, and what hostile rules may not do.
#include "patterns/logic.hpp"

#include "catch.hpp"
#include "objectos/error.hpp"
#include "thrown.hpp"

using namespace objectos;
using logic::Datum;

namespace {

std::string evaluated(std::string_view rule, std::string_view data) {
  const auto parse = [](std::string_view text) {
    return json::parse_tree(text, {"rule", 1}, json::Reader::Dialect::strict);
  };
  const json::Node tree = parse(rule);
  const logic::Source source{"rule", rule};
  logic::Context context;
  context.data = Datum(parse(data));
  return logic::evaluate(tree, source, context).to_json(100'000);
}

std::string checked(std::string_view rule) {
  const json::Node tree = json::parse_tree(rule, {"rule", 1}, json::Reader::Dialect::strict);
  return thrown([&] { logic::check(tree, {"rule", rule}, {}); });
}

struct Case {
  const char* rule;
  const char* data;
  const char* result;
};

void check_all(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    INFO(c.rule << " on " << c.data);
    CHECK(evaluated(c.rule, c.data) == c.result);
  }
}

/// `text` between as many brackets.
std::string nested(std::string_view open, std::string_view text, std::string_view close, int times) {
  std::string out(text);
  for (int i = 0; i < times; ++i) out = std::string(open) + out + std::string(close);
  return out;
}

}  // namespace

TEST_CASE("logic: what is no rule stands for itself") {
  check_all({{"true", "{}", "true"},
             {"17", "{}", "17"},
             {"3.14", "{}", "3.14"},
             {"\"apple\"", "{}", "\"apple\""},
             {"null", "{}", "null"},
             {R"(["a","b"])", "{}", R"(["a","b"])"},
             {"{}", "{}", "{}"},
             {R"({"a":1,"b":{"+":[1,2]}})", "{}", R"({"a":1,"b":{"+":[1,2]}})"}});
}

TEST_CASE("logic: equality and order") {
  check_all({{R"({"==":[1,1]})", "{}", "true"},
             {R"({"==":[1,"1"]})", "{}", "true"},
             {R"({"==":[1,2]})", "{}", "false"},
             {R"({"==":[0,false]})", "{}", "true"},
             {R"({"==":["",0]})", "{}", "true"},
             {R"({"==":[null,0]})", "{}", "false"},
             {R"({"==":[null,null]})", "{}", "true"},
             {R"({"==":["abc",0]})", "{}", "false"},
             {R"({"===":[1,1]})", "{}", "true"},
             {R"({"===":[1,"1"]})", "{}", "false"},
             {R"({"===":[0,{"+":"0"}]})", "null", "true"},
             {R"({"!=":[1,2]})", "{}", "true"},
             {R"({"!=":[1,"1"]})", "{}", "false"},
             {R"({"!==":[1,"1"]})", "{}", "true"},
             {R"({">":[2,1]})", "{}", "true"},
             {R"({">":[1,1]})", "{}", "false"},
             {R"({">":["2",1]})", "{}", "true"},
             {R"({">=":[1,1]})", "{}", "true"},
             {R"({"<":["1",2]})", "{}", "true"},
             {R"({"<":["10","9"]})", "{}", "true"},
             {R"({"<":[1,2,3]})", "{}", "true"},
             {R"({"<":[1,1,3]})", "{}", "false"},
             {R"({"<":[1,4,3]})", "{}", "false"},
             {R"({"<=":[1,1,3]})", "{}", "true"},
             {R"({"<=":[1,4,3]})", "{}", "false"},
             {R"({"<":["abc",1]})", "{}", "false"}});
}

TEST_CASE("logic: not, and, or") {
  check_all({{R"({"!":[false]})", "{}", "true"},
             {R"({"!":true})", "{}", "false"},
             {R"({"!":0})", "{}", "true"},
             {R"({"!":[[]]})", "{}", "true"},
             {R"({"!!":[[]]})", "{}", "false"},
             {R"({"!!":["0"]})", "{}", "true"},
             {R"({"!!":[""]})", "{}", "false"},
             {R"({"or":[false,false,true]})", "{}", "true"},
             {R"({"or":[false]})", "{}", "false"},
             {R"({"or":[1,3]})", "{}", "1"},
             {R"({"or":[3,false]})", "{}", "3"},
             {R"({"or":[[],true]})", "{}", "true"},
             {R"({"or":["0",true]})", "{}", "\"0\""},
             {R"({"and":[true,true]})", "{}", "true"},
             {R"({"and":[1,3]})", "{}", "3"},
             {R"({"and":[3,false]})", "{}", "false"},
             {R"({"and":[[],true]})", "{}", "[]"},
             {R"({"and":["",true]})", "{}", "\"\""},
             {R"({"and":[{">":[3,1]},{"<":[1,3]}]})", "{}", "true"},
             {R"({"and":[{">":[3,1]},{"!":true}]})", "{}", "false"}});
}

TEST_CASE("logic: what is not asked for is not evaluated") {
  check_all({{R"({"or":[true,{"+":[null]}]})", "{}", "true"},
             {R"({"and":[false,{"+":[null]}]})", "{}", "false"},
             {R"({"if":[true,1,{"+":[null]}]})", "{}", "1"}});
}

TEST_CASE("logic: if") {
  check_all({{R"({"if":[]})", "null", "null"},
             {R"({"if":[true]})", "null", "true"},
             {R"({"if":["apple"]})", "null", "\"apple\""},
             {R"({"if":[true,"apple"]})", "null", "\"apple\""},
             {R"({"if":[false,"apple"]})", "null", "null"},
             {R"({"if":[false,"apple","banana"]})", "null", "\"banana\""},
             {R"({"if":[[],"apple","banana"]})", "null", "\"banana\""},
             {R"({"if":[[1],"apple","banana"]})", "null", "\"apple\""},
             {R"({"if":["0","apple","banana"]})", "null", "\"apple\""},
             {R"({"if":[{"+":"0"},"apple","banana"]})", "null", "\"banana\""},
             {R"({"if":[-1,"apple","banana"]})", "null", "\"apple\""},
             {R"({"if":[true,{"cat":["ap","ple"]},{"cat":["ba","na","na"]}]})", "null", "\"apple\""},
             {R"({"if":[false,"apple",true,"banana"]})", "null", "\"banana\""},
             {R"({"if":[false,"apple",false,"banana"]})", "null", "null"},
             {R"({"if":[false,"apple",false,"banana",false,"carrot","date"]})", "null", "\"date\""},
             {R"({"if":[false,"apple",false,"banana",true,"carrot","date"]})", "null", "\"carrot\""},
             {R"({"?:":[{">":[3,1]},"visible","hidden"]})", "{}", "\"visible\""}});
}

TEST_CASE("logic: numbers") {
  check_all({{R"({"%":[1,2]})", "{}", "1"},
             {R"({"%":[3,2]})", "{}", "1"},
             {R"({"max":[1,2,3]})", "{}", "3"},
             {R"({"max":[1]})", "{}", "1"},
             {R"({"max":[]})", "{}", "null"},
             {R"({"max":[-3,-2]})", "{}", "-2"},
             {R"({"max":{"var":"n"}})", R"({"n":[4,9,2]})", "9"},
             {R"({"min":[3,2,1]})", "{}", "1"},
             {R"({"+":[2,2,2]})", "{}", "6"},
             {R"({"+":["1",1]})", "{}", "2"},
             {R"({"+":"3.5"})", "{}", "3.5"},
             {R"({"*":[2,2,2]})", "{}", "8"},
             {R"({"*":["1",1]})", "{}", "1"},
             {R"({"-":[2,3]})", "{}", "-1"},
             {R"({"-":[3]})", "{}", "-3"},
             {R"({"-":["1",1]})", "{}", "0"},
             {R"({"/":[2,4]})", "{}", "0.5"},
             {R"({"abs":[-2]})", "{}", "2"},
             {R"({"+":[0.1,0.2]})", "{}", "0.30000000000000004"},
             {R"({"*":[1e20,10]})", "{}", "1000000000000000000000"}});
}

TEST_CASE("logic: text") {
  check_all({{R"({"cat":"ice"})", "{}", "\"ice\""},
             {R"({"cat":["ice","cream"]})", "{}", "\"icecream\""},
             {R"({"cat":[1,2]})", "{}", "\"12\""},
             {R"({"cat":["Robocop",2]})", "{}", "\"Robocop2\""},
             {R"({"cat":["we all scream for ","ice","cream"]})", "{}", "\"we all scream for icecream\""},
             {R"({"cat":[" a "," b "]})", "{}", "\"a  b\""},
             {R"({"cat":["a",null,true]})", "{}", "\"atrue\""},
             {R"({"substr":["jsonlogic",4]})", "null", "\"logic\""},
             {R"({"substr":["jsonlogic",-5]})", "null", "\"logic\""},
             {R"({"substr":["jsonlogic",0,1]})", "null", "\"j\""},
             {R"({"substr":["jsonlogic",-1,1]})", "null", "\"c\""},
             {R"({"substr":["jsonlogic",-5,-2]})", "null", "\"log\""},
             {R"({"substr":["jsonlogic",1,-5]})", "null", "\"son\""},
             {R"({"substr":["äöü",1,1]})", "null", "\"ö\""},
             {R"({"substr":["abc",2,-2]})", "null", "\"\""},
             {R"({"substr":["abc",1e300]})", "null", "\"abc\""},
             {R"({"in":["Spring","Springfield"]})", "{}", "true"},
             {R"({"in":["i","team"]})", "{}", "false"},
             {R"({"in":[{"var":"gone"},"team"]})", "{}", "false"},
             {R"({"in":["a",{"var":"gone"}]})", "{}", "false"}});
}

TEST_CASE("logic: var, missing, missing_some") {
  check_all({{R"({"var":["a"]})", R"({"a":1})", "1"},
             {R"({"var":["b"]})", R"({"a":1})", "null"},
             {R"({"var":"a"})", "null", "null"},
             {R"({"var":["a",1]})", "null", "1"},
             {R"({"var":["b",2]})", R"({"a":1})", "2"},
             {R"({"var":"a.b"})", R"({"a":{"b":"c"}})", "\"c\""},
             {R"({"var":["a.q",9]})", R"({"a":{"b":"c"}})", "9"},
             {R"({"var":1})", R"(["apple","banana"])", "\"banana\""},
             {R"({"var":"1.1"})", R"(["apple",["banana","beer"]])", "\"beer\""},
             {R"({"var":"9"})", R"(["apple"])", "null"},
             {R"({"var":"-1"})", R"(["apple"])", "null"},
             {R"({"var":"a.b"})", R"({"a":"apple","b":1})", "null"},
             {R"({"var":"a.b.c"})", R"({"a":{"b":null}})", "null"},
             {R"({"var":""})", "1", "1"},
             {R"({"var":null})", "1", "1"},
             {R"({"var":[]})", "1", "1"},
             {R"({"var":[{"?:":[{"<":[{"var":"temp"},110]},"pie.filling","pie.eta"]}]})",
              R"({"temp":100,"pie":{"filling":"apple","eta":"60s"}})", "\"apple\""},
             {R"({"var":"rule"})", R"({"rule":{"+":[1,2]}})", R"({"+":[1,2]})"},
             {R"({"missing":[]})", "null", "[]"},
             {R"({"missing":"a"})", R"({"a":"apple"})", "[]"},
             {R"({"missing":["a","b"]})", R"({"b":"banana"})", R"(["a"])"},
             {R"({"missing":["a.b","a.c"]})", R"({"a":{"b":"apple brownie"}})", R"(["a.c"])"},
             {R"({"missing":{"merge":["vin",{"if":[{"var":"financing"},["apr"],[]]}]}})",
              R"({"financing":true})", R"(["vin","apr"])"},
             {R"({"missing":{"merge":["vin",{"if":[{"var":"financing"},["apr"],[]]}]}})",
              R"({"financing":false})", R"(["vin"])"},
             {R"({"missing_some":[1,["a","b"]]})", R"({"a":"apple"})", "[]"},
             {R"({"missing_some":[1,["a","b"]]})", R"({"c":"carrot"})", R"(["a","b"])"},
             {R"({"missing_some":[2,["a","b","c"]]})", R"({"a":"apple","d":"durian"})", R"(["b","c"])"}});
}

TEST_CASE("logic: lists") {
  constexpr auto integers = R"({"integers":[1,2,3]})";
  constexpr auto items = R"({"items":[{"qty":1,"sku":"apple"},{"qty":2,"sku":"banana"}]})";
  check_all(
      {{R"({"merge":[[1,2],[3]]})", "null", "[1,2,3]"},
       {R"({"merge":1})", "null", "[1]"},
       {R"({"merge":[1,[2]]})", "null", "[1,2]"},
       {R"({"in":["Bart",["Bart","Homer"]]})", "{}", "true"},
       {R"({"in":["Milhouse",["Bart","Homer"]]})", "{}", "false"},
       {R"({"in":[2,["1","2"]]})", "{}", "true"},
       {R"({"in":[5,[[1,4],[5,9]]]})", "{}", "true"},
       {R"({"filter":[{"var":"integers"},true]})", integers, "[1,2,3]"},
       {R"({"filter":[{"var":"integers"},{">=":[{"var":""},2]}]})", integers, "[2,3]"},
       {R"({"filter":[{"var":"integers"},{"%":[{"var":""},2]}]})", integers, "[1,3]"},
       {R"({"filter":[{"var":"gone"},true]})", integers, "[]"},
       {R"({"map":[{"var":"integers"},{"*":[{"var":""},2]}]})", integers, "[2,4,6]"},
       {R"({"map":[{"var":"items"},{"var":"qty"}]})", items, "[1,2]"},
       {R"({"reduce":[{"var":"integers"},{"+":[{"var":"current"},{"var":"accumulator"}]},0]})", integers,
        "6"},
       {R"({"reduce":[{"var":"integers"},{"+":[{"var":"current"},{"var":"accumulator"}]},0]})", "null", "0"},
       {R"({"reduce":[{"var":"integers"},{"*":[{"var":"current"},{"var":"accumulator"}]},1]})", integers,
        "6"},
       {R"({"reduce":[{"var":"items"},{"+":[{"var":"accumulator"},{"var":"current.qty"}]},0]})", items, "3"},
       {R"({"all":[{"var":"integers"},{">=":[{"var":""},1]}]})", integers, "true"},
       {R"({"all":[{"var":"integers"},{"==":[{"var":""},1]}]})", integers, "false"},
       {R"({"all":[{"var":"integers"},{"<":[{"var":""},1]}]})", R"({"integers":[]})", "false"},
       {R"({"all":[{"var":"items"},{">":[{"var":"qty"},1]}]})", items, "false"},
       {R"({"none":[{"var":"integers"},{"<":[{"var":""},1]}]})", integers, "true"},
       {R"({"none":[{"var":"integers"},{"==":[{"var":""},1]}]})", integers, "false"},
       {R"({"none":[{"var":"items"},{">=":[{"var":"qty"},1]}]})", R"({"items":[]})", "true"},
       {R"({"some":[{"var":"items"},{">":[{"var":"qty"},1]}]})", items, "true"},
       {R"({"some":[{"var":"integers"},{"<":[{"var":""},1]}]})", integers, "false"},
       {R"({"some":[{"var":"items"},{">=":[{"var":"qty"},1]}]})", R"({"items":[]})", "false"},
       // As flagd has it: the data around is seen from inside.
       {R"({"filter":[[1,2,3],{"==":[{"var":""},{"var":"wanted"}]}]})", R"({"wanted":2})", "[2]"}});
}

TEST_CASE("logic: flagd's operators make null of what they cannot work with") {
  check_all({{R"({"starts_with":["abcdef","abc"]})", "{}", "true"},
             {R"({"starts_with":["xabc","abc"]})", "{}", "false"},
             {R"({"starts_with":[3,"abc"]})", "{}", "null"},
             {R"({"starts_with":["abc"]})", "{}", "null"},
             {R"({"ends_with":["uvwxyz","xyz"]})", "{}", "true"},
             {R"({"ends_with":["a","xyz"]})", "{}", "false"},
             {R"({"ends_with":[{"var":"gone"},"xyz"]})", "{}", "null"},
             {R"({"sem_ver":["1.1.2",">=","1.0.0"]})", "{}", "true"},
             {R"({"sem_ver":["2.0.0-alpha","<","2.0.0"]})", "{}", "true"},
             {R"({"sem_ver":["2.0.0.0","=","2.0.0"]})", "{}", "null"},
             {R"({"sem_ver":["3.0.1","~","3.0.0"]})", "{}", "true"},
             {R"({"sem_ver":["3.1.0","~","3.0.0"]})", "{}", "false"},
             {R"({"sem_ver":["3.1.0","^","3.0.0"]})", "{}", "true"},
             {R"({"sem_ver":["4.0.0","^","3.0.0"]})", "{}", "false"},
             {R"({"sem_ver":["V1.0.0","=","v1.0.0"]})", "{}", "true"},
             {R"({"sem_ver":["1.0.0+other","=","1.0.0+build"]})", "{}", "true"},
             {R"({"sem_ver":[1,"^","1"]})", "{}", "true"},
             {R"({"sem_ver":[1.2,">","1.1"]})", "{}", "true"},
             {R"({"sem_ver":["not-a-version","=","1.0.0"]})", "{}", "null"},
             {R"({"sem_ver":["1.0.0","===","1.0.0"]})", "{}", "null"},
             {R"({"sem_ver":["1.0.0","="]})", "{}", "null"},
             {R"({"fractional":[["single",1]]})", "{}", "\"single\""},
             {R"({"fractional":[["a",1],["b",1]]})", "{}", "null"},
             {R"({"fractional":["k",["a",0],["b",0]]})", "{}", "null"},
             {R"({"fractional":["k",["a",-50],["b",100]]})", "{}", "\"b\""},
             {R"({"fractional":["k",["a",0.5],["b",1]]})", "{}", "null"},
             {R"({"fractional":["k",["a",2147483647],["b",1]]})", "{}", "null"},
             {R"({"fractional":["k","a"]})", "{}", "null"},
             {R"({"fractional":["k",[["a"],1]]})", "{}", "null"},
             {R"({"fractional":[]})", "{}", "null"}});
}

TEST_CASE("logic: a bucket goes by the hash, over its whole range") {
  // Keys whose hashes are 0, 1, the middle and both ends.
  for (const auto& [key, bucket] : {std::pair("ejOoVL", "lower"),
                                    {"bY9fO-", "lower"},
                                    {"SI7p-", "lower"},
                                    {"6LvT0", "upper"},
                                    {"ceQdGm", "upper"}}) {
    const std::string rule = R"({"fractional":[")" + std::string(key) + R"(",["lower",50],["upper",50]]})";
    CHECK(evaluated(rule, "{}") == '"' + std::string(bucket) + '"');
  }
}

TEST_CASE("logic: mistakes have a place and a name") {
  CHECK(checked(R"({"if":[true,"a"]})") == "nothing");
  CHECK(checked("{\n  \"foo\": [1]}") == "data: rule:2:3: there is no operator \"foo\"");
  CHECK(checked(R"({"if":[{"sem_verr":[1]}]})") ==
        "data: rule:1:9: there is no operator \"sem_verr\"; did you mean \"sem_ver\"?");
  CHECK(checked(R"({"==":[1]})") == "data: rule:1:7: \"==\" needs at least 2 arguments");
  CHECK(checked(R"({"==":[1,2,3]})") == "data: rule:1:7: \"==\" takes at most 2 arguments");
  CHECK(checked(R"({"$ref":"x"})") == "data: rule:1:9: there is no rule \"x\" in \"$evaluators\"");
  CHECK(checked(R"({"$ref":1})") == "data: rule:1:9: \"$ref\" takes the name of a rule in \"$evaluators\"");
  CHECK(thrown([] { evaluated(R"({"+":[1,null]})", "{}"); }) ==
        "data: rule:1:2: \"+\" takes numbers, not null");
  CHECK(thrown([] { evaluated(R"({"cat":["a",[1,[2]]]})", "{}"); }) ==
        "data: rule:1:2: \"cat\" takes text and numbers, not [1,[2]]");
  CHECK(thrown([] { evaluated(R"({"map":["a",1]})", "{}"); }) ==
        "data: rule:1:2: \"map\" takes a list, not \"a\"");
  CHECK(thrown([] { evaluated(R"({"hash_of":1})", "{}"); }) ==
        "data: rule:1:2: there is no operator \"hash_of\"");
}

TEST_CASE("logic: no rule takes for ever, or all memory, or the stack") {
  const std::string ten = "[1,1,1,1,1,1,1,1,1,1]";
  CHECK(thrown([&] { evaluated(nested("{\"map\":[" + ten + ",", "1", "]}", 40), "{}"); }) ==
        "data: rule:1:1201: this rule takes too many steps");
  const std::string many = nested("", "[1", "", 0) + nested("", "", ",1", 60) + "]";
  CHECK(thrown([&] {
          evaluated(
              "{\"reduce\":[" + many + R"(,{"cat":[{"var":"accumulator"},{"var":"accumulator"}]},"x"]})",
              "{}");
        }).find("too many steps") != std::string::npos);
  CHECK(thrown([&] {
          evaluated("{\"reduce\":[" + many + R"(,[{"var":"accumulator"},{"var":"accumulator"}],1]})", "{}");
        }) == "data: rule:1:2: \"reduce\" gathers numbers, text or truth, no lists or objects");
  CHECK(thrown_code([&] { evaluated(nested("[", "1", "]", 101), "{}"); }) == "data");
  // Large as text, small in memory: a message shows the beginning only.
  CHECK(thrown([&] {
          evaluated("{\"+\":[[" + nested("{\"map\":[[1],[{\"var\":\"\"},", "1", "]]}", 30) + "],1]}", "{}");
        }).size() < 200);
  CHECK(evaluated(nested("{\"!\":", "1", "}", 99), "{}") == "false");
}

TEST_CASE("logic: shared rules") {
  const std::string text = R"({"a":{"==":[{"var":"email"},"x"]},"loop":{"!":{"$ref":"loop"}}})";
  const json::Node tree = json::parse_tree(text, {"rules", 1}, json::Reader::Dialect::strict);
  const logic::Source rules{"rules", text};
  const logic::SharedRules shared = [&](std::string_view name) {
    return logic::SharedRule{tree.find(name), &rules};
  };
  const auto run = [&](std::string_view rule, bool check_only) {
    const json::Node node = json::parse_tree(rule, {"rule", 1}, json::Reader::Dialect::strict);
    logic::Context context;
    context.data = Datum(Datum::Object{{"email", Datum(std::string("x"))}});
    context.shared = shared;
    if (check_only) return logic::check(node, {"rule", rule}, shared), std::string();
    return logic::evaluate(node, {"rule", rule}, context).to_json(100);
  };
  CHECK(run(R"({"if":[{"$ref" : "a"},"hit","miss"]})", false) == "\"hit\"");
  const std::string circle =
      "data: rules:1:55: rules in \"$evaluators\" refer to each other in a circle, or too deep";
  CHECK(thrown([&] { run(R"({"$ref":"loop"})", true); }) == circle);
  CHECK(thrown([&] { run(R"({"$ref":"loop"})", false); }) == circle);
}

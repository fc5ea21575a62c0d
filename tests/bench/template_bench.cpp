// A template in this process: template_bench WHAT TEMPLATE DATA
//
// WHAT     prints nanoseconds of processor time for one time, the best of five rounds
// render   a compiled template over data that was read
// compile  compiling it, and rendering it once
// parse    reading the data, and rendering
//
// template.cjs does the same with handlebars.js.
#include <ctime>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>

#include "objectos/template.hpp"

namespace {

using objectos::Template;
using objectos::TemplateData;

std::string content(const char* file) {
  std::ostringstream out;
  out << std::ifstream(file).rdbuf();
  return out.str();
}

double processor_ns() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

std::size_t bytes = 0;  // so that nothing is left out

double best(const std::function<std::string()>& call) {
  constexpr int calls = 100'000;
  double least = HUGE_VAL;
  for (int round = 0; round < 5; ++round) {
    const double begin = processor_ns();
    for (int i = 0; i < calls; ++i) bytes += call().size();
    least = std::min(least, (processor_ns() - begin) / calls);
  }
  return least;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc == 4 ? argv[1] : "";
  const std::string text = argc == 4 ? content(argv[2]) : "";
  const std::string json = argc == 4 ? content(argv[3]) : "null";
  const TemplateData data = TemplateData::parse(json);
  const Template compiled = Template::compile(text, "welcome");
  double ns = 0;
  if (what == "render") ns = best([&] { return compiled.render(data); });
  if (what == "compile") ns = best([&] { return Template::compile(text, "welcome").render(data); });
  if (what == "parse") ns = best([&] { return compiled.render(TemplateData::parse(json)); });
  if (ns == 0 || bytes == 0) {
    std::fprintf(stderr, "usage: template_bench render|compile|parse TEMPLATE DATA\n");
    return 2;
  }
  std::printf("%.0f\n", ns);
}

#include "kernel/services.hpp"

#include <cxxabi.h>

#include <cstdlib>

#include "objectos/error.hpp"
#include "objectos/text.hpp"

namespace objectos::kernel {
namespace {

std::string readable(const char* type) {
  int status = 0;
  const std::unique_ptr<char, void (*)(void*)> text(abi::__cxa_demangle(type, nullptr, nullptr, &status),
                                                    std::free);
  return text ? text.get() : type;
}

}  // namespace

void Services::add(std::string name, const void* owner, std::shared_ptr<void> service,
                   const std::type_info& type) {
  if (!service) {
    throw Error(Errc::usage,
                Message("kernel.null_service", "service {{service}}: there is no object to register",
                        {{"service", name}}));
  }
  const std::lock_guard lock(mutex_);
  const auto [entry, is_new] =
      entries_.try_emplace(std::move(name), Entry{owner, std::move(service), type.name()});
  if (!is_new) {
    throw Error(Errc::usage,
                Message("kernel.service_taken", "service {{service}}: another plugin has registered it",
                        {{"service", entry->first}}));
  }
}

Services::Entry Services::entry(std::string_view name) const {
  std::vector<std::string> names;
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = entries_.find(name); found != entries_.end()) return found->second;
    for (const auto& [known, entry] : entries_) names.push_back(known);
  }
  const auto near = nearest(name, names);
  throw Error(
      Errc::unavailable,
      Message("kernel.no_service", "service {{service}}: no plugin has registered it", {{"service", name}}),
      near ? Message("kernel.no_service_hint", "did you mean {{name}}?", {{"name", *near}}) : Message());
}

std::shared_ptr<void> Services::find(std::string_view name, const std::type_info& type) const {
  Entry found = entry(name);
  if (found.type != type.name()) {
    throw Error(Errc::usage,
                Message("kernel.service_type", "service {{service}} is a {{actual}}, not a {{wanted}}",
                        {{"service", name},
                         {"actual", readable(found.type.c_str())},
                         {"wanted", readable(type.name())}}));
  }
  return std::move(found.service);
}

bool Services::has(std::string_view name) const {
  const std::lock_guard lock(mutex_);
  return entries_.find(name) != entries_.end();
}

std::vector<std::shared_ptr<void>> Services::take(const void* owner) {
  std::vector<std::shared_ptr<void>> taken;
  const std::lock_guard lock(mutex_);
  for (auto at = entries_.begin(); at != entries_.end();) {
    if (at->second.owner == owner) {
      taken.push_back(std::move(at->second.service));
      at = entries_.erase(at);
    } else {
      ++at;
    }
  }
  return taken;
}

}  // namespace objectos::kernel

#include "cache_suite.hpp"

#include "cache_suite_parts.hpp"

namespace conformance {

const std::vector<CacheCase>& cache_cases() {
  static const std::vector<CacheCase> all = [] {
    std::vector<CacheCase> cases;
    for (auto part :
         {cache_value_cases, cache_expiry_cases, cache_limit_cases, cache_statistics_cases, cache_sharing_cases}) {
      for (CacheCase& test : part()) cases.push_back(std::move(test));
    }
    return cases;
  }();
  return all;
}

}  // namespace conformance

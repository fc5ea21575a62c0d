#include "storage_suite.hpp"

#include "storage_suite_parts.hpp"

namespace conformance {

const std::vector<StorageCase>& storage_cases() {
  static const std::vector<StorageCase> all = [] {
    std::vector<StorageCase> cases;
    for (auto part :
         {value_cases, expiry_cases, listing_cases, transaction_cases, pipeline_cases, exchange_cases, sharing_cases,
          step_cases, lock_cases, flag_cases, session_cases}) {
      for (StorageCase& test : part()) cases.push_back(std::move(test));
    }
    return cases;
  }();
  return all;
}

}  // namespace conformance

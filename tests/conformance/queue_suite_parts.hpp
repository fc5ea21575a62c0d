// What the files of the suite of queues share.
#pragma once

#include <string>
#include <vector>

#include "objectos/error.hpp"
#include "queue_suite.hpp"
#include "thrown.hpp"

namespace conformance {

using namespace objectos;  // NOLINT(google-build-using-namespace): as in the tests that include it
using State = DeliveryState;
using Class = DeliveryClass;
using Ids = std::vector<std::string>;

/// `CASE(name)` for each, underscores as blanks.
std::vector<QueueCase> named_cases(std::vector<QueueCase> cases);
#define CASE(function)  \
  QueueCase {           \
#function, function \
  }

/// What the queue itself does; what Notification makes of it.
std::vector<QueueCase> queue_own_cases();
std::vector<QueueCase> queue_service_cases();

}  // namespace conformance

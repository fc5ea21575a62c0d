// The manual pages, from the table: man/*.1 are what this prints, and a test compares them.
#pragma once

#include <string>
#include <vector>

namespace objectos::cli {

/// The pages there are: "objectos", and "objectos-GROUP" for each group.
std::vector<std::string> manual_names();

/// The mdoc(7) source of one page. Error(usage) for others.
std::string manual(const std::string& page);

}  // namespace objectos::cli

// What a call throws, in a form that a test can compare.
#pragma once

#include <string>

#include "objectos/error.hpp"

/// "CODE: MESSAGE" of the Error that `call` throws; "nothing" if it throws none.
template <class Call>
std::string thrown(Call&& call) {
  try {
    call();
  } catch (const objectos::Error& error) {
    return std::string(objectos::errc_name(error.code())) + ": " + error.what();
  }
  return "nothing";
}

/// Only the "CODE".
template <class Call>
std::string thrown_code(Call&& call) {
  const std::string text = thrown(call);
  return text.substr(0, text.find(':'));
}

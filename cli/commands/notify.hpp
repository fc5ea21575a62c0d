// The functions behind `objectos notify`; the table is in notify_table.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "call.hpp"

namespace objectos::cli::notify {

// notify_send.cpp
int send(Call& call);
int sendmail(Call& call);

// notify_queue.cpp: what delivers, and what looks after the queue
int flush(Call& call);
int worker(Call& call);
int queue_list(Call& call);
int queue_show(Call& call);
int queue_retry(Call& call);
int queue_cancel(Call& call);
int queue_purge(Call& call);
int queue_stats(Call& call);

// notify_inbox.cpp
int inbox_list(Call& call);
int inbox_read(Call& call);

// notify_check.cpp
int test(Call& call);
int verify(Call& call);

// notify_template.cpp: what messages are made of
int template_list(Call& call);
int template_render(Call& call);
int template_check(Call& call);

// What the verbs share.
[[noreturn]] void usage(const char* where, const Message& what, const Message& hint = {});
/// One line on stderr, unless --quiet.
void tell(const Call& call, const Message& message, const Message& hint = {});
/// An error beside a result: said on stderr as a thrown one is, and its exit status.
int fail(const Call& call, const Error& error);
/// `{"id","channel","to","state",…}`
std::string delivery_json(const Delivery& delivery);
/// What --data says: `JSON`, `@FILE`, or - for standard input; checked. Empty without the option.
struct DataOption {
  std::string json;
  std::string name;  ///< for messages: where it stood
};
DataOption data_option(const Call& call);
/// All values of an option that may be repeated.
std::vector<std::string> values_of(const Call& call, std::string_view option);

}  // namespace objectos::cli::notify

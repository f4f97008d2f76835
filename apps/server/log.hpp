#pragma once

#include <cstddef>
#include <string>

// What the server did, a JSON object a line on standard error. Nothing of it names a person, a record or an address.
// Nobody waits for whoever reads it: lines for which there is no room are dropped and counted.
namespace muster::server {

void log_request(const std::string& method, const std::string& route, int status, double seconds, std::size_t bytes);
void log_event(const std::string& event, const std::string& detail);
/// Requests that went well are not worth a line each.
void log_quietly(bool quietly);
/// Since the server began.
[[nodiscard]] std::size_t log_lines_dropped();
/// Waits until the log is written, for a second at most.
void finish_log();

} // namespace muster::server

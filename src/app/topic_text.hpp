#pragma once

#include "muster/register/topics.hpp"

#include <map>
#include <string>
#include <vector>

namespace muster {

/// How findings are called: by subject and opening entry.
using ConflictIds = std::map<std::pair<std::string, std::uint64_t>, std::string>;

/// What is said of every topic, beside what the register counts. `entries`: with the entries behind it.
[[nodiscard]] std::string topics_text(const std::vector<TopicAccount>& topics, const ConflictIds& ids, bool entries);
/// A line a statement, figure of record and own count.
[[nodiscard]] std::string topics_csv(const std::vector<TopicAccount>& topics);
[[nodiscard]] std::string topics_json(const std::vector<TopicAccount>& topics, const ConflictIds& ids, bool entries);

} // namespace muster

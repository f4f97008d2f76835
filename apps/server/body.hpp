#pragma once

#include "muster/base/result.hpp"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace muster::server {

/// The JSON object of a request, checked against the members that it may have.
class Body {
  public:
    enum class Kind { text, flag, texts, map };
    struct Member {
        std::string name;
        Kind kind;
        bool required = false;
    };

    /// Errors (usage): no JSON object, an unknown member, a member of another kind, a required one is missing.
    [[nodiscard]] static Result<Body> read(const std::string& json, const std::vector<Member>& members);

    [[nodiscard]] std::string text(const std::string& name) const;
    [[nodiscard]] bool flag(const std::string& name) const;
    [[nodiscard]] bool has(const std::string& name) const { return there_.contains(name); }
    /// A list, with ";" between.
    [[nodiscard]] std::string list(const std::string& name) const;
    /// Members of an object, in their order.
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& map(const std::string& name) const;

  private:
    std::set<std::string> there_;
    std::map<std::string, std::string> texts_;
    std::map<std::string, bool> flags_;
    std::map<std::string, std::vector<std::pair<std::string, std::string>>> maps_;
};

/// A text as JSON.
[[nodiscard]] std::string json_text(const std::string& text);

} // namespace muster::server

#include "sight.hpp"

#include <algorithm>

namespace muster {
namespace {

/// What a body refers to, "kind:key" each.
std::vector<std::string> references(const KindSpec& kind, const ledger::Body& body) {
    std::vector<std::string> refs;
    for (const FieldSpec& field : kind.fields) {
        const bool names = field.type == FieldType::record || field.name == about_field(kind.name);
        const auto at = names ? body.find(field.name) : body.end();
        if (at == body.end()) {
            continue;
        }
        const bool whole = field.type != FieldType::record; // the text is "kind:key" already
        if (const auto* text = std::get_if<std::string>(&at->second)) {
            refs.push_back(whole ? *text : ref_of(field, *text));
        } else {
            for (const std::string& item : std::get<std::vector<std::string>>(at->second)) {
                refs.push_back(whole ? item : ref_of(field, item));
            }
        }
    }
    return refs;
}

} // namespace

Result<const ledger::Body*> Sight::body_of(const std::string& name) {
    auto at = bodies_.find(name);
    if (at == bodies_.end()) {
        auto body =
            read_store<std::optional<ledger::Body>>(reg_, [&](store::Reader& reader, auto& found) -> Result<void> {
                const auto row = reader.record(std::string(kind_of(name)), std::string(key_of(name)));
                auto decoded = row ? ledger::decode_body(row->text) : Result<ledger::Body>(ledger::Body{});
                if (!decoded) {
                    return fail(ErrorKind::verification, name + ": " + decoded.error().message);
                }
                if (row) {
                    found = *std::move(decoded);
                }
                return {};
            });
        if (!body) {
            return fail(body.error());
        }
        at = bodies_.emplace(name, *std::move(body)).first;
    }
    return at->second ? &*at->second : nullptr;
}

Result<std::string> Sight::kind_behind(std::string_view kind, const ledger::Body& body, int depth) {
    constexpr int deepest = 8; // a finding about a photograph of …
    const std::string about = text_of(body, about_field(kind));
    if (about.empty() || depth > deepest) {
        return std::string(kind);
    }
    const std::string_view target = kind_of(about);
    const auto next = body_of(about);
    if (!next) {
        return fail(next.error());
    }
    return *next == nullptr ? std::string(target) : kind_behind(target, **next, depth + 1);
}

bool Sight::is_own(const Names& projects) const {
    return projects.empty() || access_.projects.empty() ||
           std::any_of(access_.projects.begin(), access_.projects.end(),
                       [&](const std::string& own) { return projects.contains(own); });
}

Result<Sight::Names> Sight::accessions_of_case(const std::string& name) {
    return read_store<Names>(reg_, [&](store::Reader& reader, Names& names) -> Result<void> {
        for (const store::LinkRow& link : reader.links_to(name)) {
            if (kind_of(link.source) == "accession" && link.role == "cases") {
                names.insert(link.source);
            }
        }
        return {};
    });
}

Result<Sight::Names> Sight::projects_of(const std::string& name) {
    if (const auto at = projects_.find(name); at != projects_.end()) {
        return at->second;
    }
    projects_[name]; // whatever refers back to it adds nothing
    const auto body = body_of(name);
    if (!body) {
        return fail(body.error());
    }
    auto names = projects_of(kind_of(name), name, *body == nullptr ? ledger::Body{} : **body);
    if (names) {
        projects_[name] = *names;
    }
    return names;
}

Result<Sight::Names> Sight::projects_of(std::string_view kind, const std::string& name, const ledger::Body& body) {
    Names all;
    if (kind == "accession" || kind == "turnover") {
        all.insert(name);
    } else if (kind == "case") {
        auto accessions = accessions_of_case(name);
        if (!accessions) {
            return accessions;
        }
        all = *std::move(accessions);
    }
    const KindSpec* spec = find_kind(kind);
    for (const std::string& target : spec == nullptr ? std::vector<std::string>{} : references(*spec, body)) {
        auto more = projects_of(target);
        if (!more) {
            return more;
        }
        all.insert(more->begin(), more->end());
    }
    return all;
}

Result<bool> Sight::sees(std::string_view kind, const std::string& name, const ledger::Body& body) {
    if (access_.open) {
        return true;
    }
    const auto behind = kind_behind(kind, body);
    if (!behind) {
        return fail(behind.error());
    }
    const bool own = kind == "user" && key_of(name) == access_.who;
    // What is about something that is no record, such as the erasure of a free subject, is nobody's secret.
    const bool readable = own || ((find_kind(*behind) == nullptr || access_.may(reading(*behind))) &&
                                  (kind == *behind || access_.may(reading(kind))));
    if (!readable || access_.projects.empty()) {
        return readable;
    }
    const auto projects = projects_of(kind, name, body);
    return projects ? Result<bool>(is_own(*projects)) : Result<bool>(fail(projects.error()));
}

Result<bool> Sight::sees(const std::string& name) {
    if (access_.open) {
        return true;
    }
    const auto body = body_of(name);
    if (!body) {
        return fail(body.error());
    }
    return sees(kind_of(name), name, *body == nullptr ? ledger::Body{} : **body);
}

Result<bool> Sight::sees(const ledger::Entry& entry) {
    const std::string name = ref(entry.kind, entry.key);
    const auto own = sees(entry.kind, name, entry.body);
    return !own || !*own ? own : sees(name);
}

Result<bool> Sight::sees(const store::FindingRow& finding) {
    if (access_.names_hidden(finding.detail)) {
        return false;
    }
    return sees(finding.subject);
}

Result<std::vector<store::FindingRow>> Sight::seen(std::vector<store::FindingRow> findings) {
    std::vector<store::FindingRow> all;
    for (store::FindingRow& one : findings) {
        const auto visible = sees(one);
        if (!visible) {
            return fail(visible.error());
        }
        if (*visible) {
            all.push_back(std::move(one));
        }
    }
    return all;
}

Result<void> Sight::check(const std::string& name) {
    const auto visible = sees(name);
    if (!visible || *visible) {
        return visible ? Result<void>() : Result<void>(fail(visible.error()));
    }
    const auto body = body_of(name);
    const auto behind =
        body ? kind_behind(kind_of(name), *body == nullptr ? ledger::Body{} : **body) : fail(body.error());
    if (!behind) {
        return fail(behind.error());
    }
    if (auto allowed = access_.check(reading(*behind)); !allowed) {
        return allowed;
    }
    return fail(ErrorKind::forbidden, name + " belongs to none of the projects of " + access_.who +
                                          " (muster user show " + access_.who + " names them)");
}

Result<void> Sight::check_new(std::string_view kind, const std::string& name, const ledger::Body& body) {
    if (access_.open || access_.projects.empty()) {
        return {};
    }
    const auto outside = [&](const std::string& what) {
        return fail(ErrorKind::forbidden, what + " belongs to none of the projects of " + access_.who +
                                              "; an administrator may change these (muster user roles)");
    };
    const KindSpec* spec = find_kind(kind);
    for (const std::string& target : spec == nullptr ? std::vector<std::string>{} : references(*spec, body)) {
        const auto projects = projects_of(target);
        if (!projects) {
            return fail(projects.error());
        }
        if (!is_own(*projects)) {
            return outside(target);
        }
    }
    const auto projects = projects_of(kind, name, body);
    if (!projects) {
        return fail(projects.error());
    }
    return is_own(*projects) ? Result<void>() : outside(name.empty() ? std::string(kind) : name);
}

Result<bool> Sight::is_personal(std::string_view kind, const ledger::Body& body) {
    const auto behind = kind_behind(kind, body);
    return behind ? Result<bool>(is_ante_mortem(*behind)) : Result<bool>(fail(behind.error()));
}

} // namespace muster

#pragma once

#include "muster/base/result.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// What who may do: the one place where it is decided. What is not allowed here is forbidden.
namespace muster {

/// What can be done with a register.
enum class Action {
    look_up,             ///< open it, and ask for a record by its name
    record_field,        ///< parties, commitments, operations, sites
    record_custody,      ///< turnovers, cases, custody legs, accessions, releases, burials
    record_specimens,    ///< specimens, cuts, masses, samples and what becomes of them
    record_typing,       ///< extractions and results
    record_sorting,      ///< individuals, assignments, associations
    record_examinations, ///< examinations
    record_roster,       ///< the missing and their relatives, whether they are accounted for
    record_references,   ///< reference samples of relatives
    record_families,     ///< families, consent, contacts, notifications
    record_sources,      ///< sources, statements, figures
    compare,             ///< compare remains with families, on the register
    record_decisions,    ///< identifications, evidence, hypotheses
    review,              ///< review identifications
    sign_examinations,   ///< sign one's own examinations
    sign_identifications,
    sign_figures,
    set_policy,       ///< which reviews an identification needs
    annotate,         ///< photographs, aliases, findings noted
    resolve_findings, ///< resolve findings
    read_physical,    ///< the remains, and what happened to them
    read_results,     ///< results of the remains, with their DNA profiles
    read_ante_mortem, ///< the roster and ante-mortem data
    read_references,  ///< reference samples with their profiles, consent
    read_families,    ///< families, contacts, notifications, to whom remains were released
    read_decisions,   ///< analyses, identifications, evidence, reviews
    read_figures,     ///< sources, statements, figures
    read_account,     ///< who is accounted for, in figures
    read_ledger,      ///< entries and their proofs, of what one may read
    export_ledger,    ///< all entries
    check_ledger,     ///< verify, heads, proofs of consistency
    read_views,       ///< who saw what
    read_users,       ///< users, but for their passwords
    keep_users,       ///< add, change and withdraw users
    erase,            ///< erase personal data
    back_up,          ///< copy the register
    maintain,         ///< build the tables again
    nobody,           ///< what no role may do: what the ledger records itself
};

/// Roles, in the order of the columns below; named as in data/vocabulary.
inline constexpr std::array<std::string_view, 10> role_names{
    "custodian",           "anthropologist",   "odontologist", "DNA analyst", "historian",
    "family case manager", "medical examiner", "reviewer",     "auditor",     "administrator"};

/// A row of the matrix.
struct ActionRow {
    Action action;
    /// A letter for each role: 'x' may; 's' may once they have signed an examination, and have none open; '.' may not.
    std::string_view roles;
    /// Tells who the remains may be: closed to whoever has an examination open, whatever the roles.
    bool candidates;
    std::string_view words; ///< "record custody: turnovers, …"
};

/// All actions, in the order of the enumeration.
[[nodiscard]] std::span<const ActionRow> action_rows();
[[nodiscard]] const ActionRow& row_of(Action action);
/// "record_custody", as programs name it.
[[nodiscard]] std::string_view name_of(Action action);

/// What is needed to record, correct or withdraw records of a kind, and to read them. `nobody` for a kind that is not
/// in the table.
[[nodiscard]] Action recording(std::string_view kind);
[[nodiscard]] Action reading(std::string_view kind);
/// What is needed to read its personal data.
[[nodiscard]] Action reading_personal(std::string_view kind);
/// What is needed to sign one of this kind.
[[nodiscard]] Action signing(std::string_view kind);
/// Do records of the kind tell of the living and the missing, so that it is an entry who saw them?
[[nodiscard]] bool is_ante_mortem(std::string_view kind);
/// The field in which a record of the kind names what it is about and whose secrets it shares ("of" of a photograph);
/// empty: the kind stands for itself.
[[nodiscard]] std::string_view about_field(std::string_view kind);

/// What a caller may do in a register.
struct Access {
    bool open = false; ///< a register without users: anybody may do everything
    std::string who;
    std::vector<std::string> roles{};
    std::vector<std::string> projects{};  ///< "accession:…", "turnover:…"; none: all
    std::vector<std::string> unsigned_{}; ///< open examinations of the caller
    bool has_signed = false;              ///< an examination

    [[nodiscard]] bool blind() const { return !unsigned_.empty(); }
    [[nodiscard]] bool may(Action action) const;
    /// Error (forbidden): says which role may.
    [[nodiscard]] Result<void> check(Action action) const;
    [[nodiscard]] bool has_role(std::string_view role) const;
    /// Does a text name ("person:…") a record of a kind that the caller may not read?
    [[nodiscard]] bool names_hidden(std::string_view text) const;
};

} // namespace muster

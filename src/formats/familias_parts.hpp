#pragma once

#include "familias_cursor.hpp"
#include "muster/formats/familias.hpp"

#include <string>
#include <utility>
#include <vector>

// The pieces of the Familias reader that its files share.
namespace muster::familias {

/// A parent–child relation by names.
struct Relation {
    std::string parent;
    std::string child;
    std::size_t line = 0;
};

/// The markers of the database, up to where the next section starts. (familias_loci.cpp)
void read_database(Cursor& in, FamiliasProject& project);

/// The [DVI] section, which starts at the cursor. (familias_dvi.cpp)
void read_dvi(Cursor& in, FamiliasProject& project);

/// A pedigree from persons and relations; fails at the relation that contradicts another. (familias_pedigree.cpp)
FamiliasPedigree make_pedigree(Cursor& in, std::string name, const std::vector<PersonRecord>& persons,
                               const std::vector<Relation>& relations);

} // namespace muster::familias

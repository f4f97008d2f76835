#pragma once

#include "muster/register/vocabulary.hpp"

namespace muster::testing {

/// As much of the vocabulary as the register's tests need; that which ships is tested with the use cases.
inline Vocabulary vocabulary() {
    return Vocabulary({{"side", {"Left", "Right", "Middle", "Unsided"}},
                       {"completeness", {"Complete", "Incomplete"}},
                       {"human", {"Human", "Non-human", "Undetermined"}},
                       {"association", {"Pair match", "Articulation", "Refit", "Morphology"}},
                       {"association_level", {"Possible", "Final"}},
                       {"association_direction", {"Inclusion", "Exclusion"}},
                       {"association_reason", {"mtDNA", "nuclear DNA", "pair", "provenance"}},
                       {"dna_result", {"Reportable", "Inconclusive", "No results", "Pending"}},
                       {"dna_test", {"mtDNA", "autosomal STR"}},
                       {"disposition", {"Stored", "Consumed", "Returned"}},
                       {"seal_condition", {"Intact", "Broken", "Missing", "Not sealed"}},
                       {"search_status", {"Not searched", "In progress", "Closed"}},
                       {"mass_event", {"Reweighing", "Drying", "Cleaning", "Kerf", "Loss"}},
                       {"party_type", {"Government", "Military", "Laboratory", "Carrier"}},
                       {"sample_material", {"bone", "tooth"}},
                       {"transfer_purpose", {"Transport", "Analysis"}},
                       {"person_role", {"Missing", "Relative"}},
                       {"sex", {"Male", "Female", "Unknown"}},
                       {"accounting_status", {"Unaccounted for", "Accounted for: remains identified"}},
                       {"source_type", {"Report", "News"}},
                       {"unit", {"persons", "remains", "caskets"}},
                       {"measure", {"persons on the roster"}},
                       {"qualifier", {"exactly", "about", "more than", "less than", "believed"}},
                       {"contact_channel", {"letter"}}},
                      {{"Femur", "leg", {"Left", "Right", "Unsided"}, {}, 11},
                       {"Rib",
                        "thorax",
                        {"Left", "Right", "Unsided"},
                        {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"},
                        {}},
                       {"Humerus", "arm", {"Left", "Right", "Unsided"}, {}, 11},
                       {"Tibia", "leg", {"Left", "Right", "Unsided"}, {}, 10},
                       {"Scapula", "shoulder", {"Left", "Right", "Unsided"}, {}, 9},
                       {"Clavicle", "shoulder", {"Left", "Right", "Unsided"}, {}, {}},
                       {"Mandible", "skull", {"Middle"}, {}, 10}});
}

} // namespace muster::testing

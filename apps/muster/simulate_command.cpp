#include "command.hpp"
#include "muster/app/simulation.hpp"

#include <iostream>
#include <memory>

namespace muster::cli {

Command simulate_command() {
    auto command = std::make_shared<SimulationCommand>();
    auto out = std::make_shared<std::string>();
    return {
        "simulate",
        "Draw a simulated case from the frequencies that ship",
        "The case is labelled SIMULATED, its persons have evidently synthetic names, and truth.csv says who is who. "
        "The same options give the same bytes on every machine.",
        {{"--out", out.get(), "a new or empty folder", true},
         {"--plan", &command->plan, "first-light: the example that ships; other options are then not used"},
         {"--families", &command->families, "number of families (10)"},
         {"--seed", &command->seed, "seed of the random numbers (1)"},
         {"--population", &command->population, "AA, Asian, Cauc or Hisp (Cauc)"},
         {"--kit", &command->kit, "codis20 (default) or all"},
         {"--shape", &command->shapes,
          "family shapes to go through: parents, one-parent, siblings, child, half-sibling, grandparents, uncle, "
          "cousins, two-brothers, niece (default: all but niece)"},
         {"--unknowns", &command->unknowns, "remains of people on no roster (1)"},
         {"--degraded", &command->degraded, "samples that lose half of their alleles (1)"},
         {"--dropout", &command->dropout, "dropout probability of each allele of the remains (0)"},
         {"--dropin", &command->dropin, "drop-in probability at each locus of the remains (0)"},
         {"--theta", &command->theta, "co-ancestry (0)"},
         {"--mutation", &command->mutation, "none, equal, proportional, stepwise, onestep or dawid (stepwise)"}},
        [command, out]() -> Result<int> {
            command->out = *out;
            auto done = run_simulation(*command);
            if (!done) {
                return fail(done.error());
            }
            std::cout << *done << '\n';
            return 0;
        }};
}

} // namespace muster::cli

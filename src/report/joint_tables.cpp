#include "muster/report/joint_tables.hpp"

#include "muster/joint/individuals.hpp"
#include "muster/report/tables.hpp"

#include <cmath>

namespace muster {
namespace {

constexpr std::size_t most_pairs = 1'000'000; ///< of a larger case, those that are not hopeless
constexpr double hopeless = 1e-6;

std::string known(double value) {
    return std::isnan(value) ? std::string() : csv_number(value);
}

/// "A;B|C;D"
std::string several_samples(const JointAnswer& answer, const Assignment& one) {
    std::string out;
    for (const Assignment::Unknown& individual : one.unknown) {
        if (individual.samples.size() < 2) {
            continue;
        }
        out += out.empty() ? "" : "|";
        for (std::size_t n = 0; n < individual.samples.size(); ++n) {
            out += (n == 0 ? "" : ";") + answer.samples[individual.samples[n]];
        }
    }
    return out;
}

} // namespace

std::string joint_assignments_csv(const JointAnswer& answer) {
    std::string out("rank,posterior,log10_lr,loglik,unknown_individuals");
    for (const std::string& sample : answer.samples) {
        out += ',' + csv_field(sample);
    }
    out += "\r\n";
    std::size_t rank = 0;
    for (const Assignment& one : answer.assignments) {
        out += std::to_string(++rank) + ',' + csv_number(one.posterior) + ',' + csv_number(one.log10_lr) + ',' +
               csv_number(one.log_likelihood) + ',' + csv_field(several_samples(answer, one));
        for (const std::size_t person : one.person) {
            out += ',' + (person == Assignment::nobody ? std::string("*") : csv_field(answer.persons[person]));
        }
        out += "\r\n";
    }
    return out;
}

std::string joint_samples_csv(const JointAnswer& answer) {
    const double least = answer.samples.size() * answer.persons.size() > most_pairs ? hopeless : 0.0;
    std::string out("sample,person,population,posterior,log10_glr\r\n");
    for (std::size_t i = 0; i < answer.samples.size(); ++i) {
        const std::string sample = csv_field(answer.samples[i]);
        for (std::size_t j = 0; j < answer.persons.size(); ++j) {
            if (answer.posterior[i][j] >= least) {
                out += sample + ',' + csv_field(answer.persons[j]) + ",," + csv_number(answer.posterior[i][j]) + ',' +
                       known(answer.log10_glr[i][j]) + "\r\n";
            }
        }
        for (std::size_t p = 0; p < answer.populations.size(); ++p) {
            out += sample + ",*," + csv_field(answer.populations[p]) + ',' + csv_number(answer.unknown[i][p]) + ",\r\n";
        }
    }
    return out;
}

std::string joint_persons_csv(const JointAnswer& answer) {
    std::string out("person,sampled,present,sample,posterior\r\n");
    std::vector<std::size_t> best(answer.persons.size(), answer.samples.size());
    for (const auto& [person, sample] : found_persons(answer, 0.0)) {
        best[person] = answer.posterior[sample][person] > 0.0 ? sample : best[person];
    }
    for (std::size_t j = 0; j < answer.persons.size(); ++j) {
        out += csv_field(answer.persons[j]) + ',' + csv_number(answer.sampled[j]) + ',' +
               csv_number(answer.present[j]) + ',';
        out += best[j] == answer.samples.size()
                   ? std::string(",")
                   : csv_field(answer.samples[best[j]]) + ',' + csv_number(answer.posterior[best[j]][j]);
        out += "\r\n";
    }
    return out;
}

} // namespace muster

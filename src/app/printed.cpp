#include "muster/app/printed.hpp"

#include "output_file.hpp"

namespace muster {

Result<Answer> write_printed(Result<Printed> printed, const std::filesystem::path& out) {
    if (!printed) {
        return fail(printed.error());
    }
    Answer answer;
    if (is_standard_output(out)) {
        answer.text = std::move(printed->pdf);
        return answer;
    }
    if (auto written = write_file(out, printed->pdf); !written) {
        return fail(written.error());
    }
    answer.text = printed->said + " written to " + out.string() + "\n";
    return answer;
}

} // namespace muster

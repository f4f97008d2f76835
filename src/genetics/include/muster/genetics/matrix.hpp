#pragma once

#include <cstddef>
#include <vector>

namespace muster {

/// A dense row-major matrix of doubles.
class Matrix {
  public:
    Matrix() = default;
    Matrix(std::size_t rows, std::size_t cols, double value = 0.0)
        : rows_(rows), cols_(cols), values_(rows * cols, value) {}

    /// The n × n identity.
    [[nodiscard]] static Matrix identity(std::size_t n) {
        Matrix m(n, n);
        for (std::size_t i = 0; i < n; ++i) {
            m(i, i) = 1.0;
        }
        return m;
    }

    [[nodiscard]] std::size_t rows() const { return rows_; }
    [[nodiscard]] std::size_t cols() const { return cols_; }
    [[nodiscard]] bool empty() const { return values_.empty(); }
    [[nodiscard]] double operator()(std::size_t i, std::size_t j) const { return values_[i * cols_ + j]; }
    [[nodiscard]] double& operator()(std::size_t i, std::size_t j) { return values_[i * cols_ + j]; }
    [[nodiscard]] const std::vector<double>& values() const { return values_; }

    friend bool operator==(const Matrix&, const Matrix&) = default;

  private:
    std::size_t rows_ = 0;
    std::size_t cols_ = 0;
    std::vector<double> values_;
};

} // namespace muster

// Compares a text with the golden file of its name, line by line, so that a difference names the line. FENGHUO_WRITE_GOLDENS=1 writes the
// file instead.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace fenghuo::contract {

inline void expect_golden(const std::string& name, const std::string& text) {
  const std::string path = std::string(FENGHUO_GOLDENS) + "/" + name;
  if (std::getenv("FENGHUO_WRITE_GOLDENS") != nullptr) {
    std::ofstream out(path);
    out << text;
    ASSERT_TRUE(out.good()) << path << " cannot be written";
    return;
  }
  std::ifstream in(path);
  ASSERT_TRUE(in.good()) << path << " is missing; write it with FENGHUO_WRITE_GOLDENS=1";
  std::istringstream now(text);
  std::string wanted, got;
  for (int line = 1;; ++line) {
    const bool more_wanted = static_cast<bool>(std::getline(in, wanted)), more_got = static_cast<bool>(std::getline(now, got));
    if (!more_wanted && !more_got) return;
    ASSERT_EQ(more_wanted ? wanted : "(nothing)", more_got ? got : "(nothing)")
        << name << ":" << line << ": others rely on this; if the change is meant, write the goldens anew with FENGHUO_WRITE_GOLDENS=1";
  }
}

}  // namespace fenghuo::contract

// The entries of a ZIP file in memory, each read whole and bounded: by what the directory says of it and by what really comes out of it, so
// that a small file can't unpack into a large one. The only file that knows libzip besides its test. Not thread-safe; the bytes must
// outlive it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "common/sheet/sheet.hpp"

namespace fenghuo::sheet {

inline constexpr std::size_t max_zip_entries = 2000;
inline constexpr std::size_t max_unpacked_bytes = 64U << 20U;  // of all entries that are read

class ZipArchive {
 public:
  static Read<ZipArchive> open(std::string_view bytes);
  ZipArchive(ZipArchive&&) noexcept;
  ~ZipArchive();
  ZipArchive& operator=(ZipArchive&&) = delete;
  ZipArchive(const ZipArchive&) = delete;
  ZipArchive& operator=(const ZipArchive&) = delete;

  // The entry's bytes; nullopt when there is none of that name.
  Read<std::optional<std::string>> read(const std::string& name);

 private:
  struct Handle;
  explicit ZipArchive(std::unique_ptr<Handle> handle);
  std::unique_ptr<Handle> handle_;
  std::size_t unpacked_ = 0;
};

}  // namespace fenghuo::sheet

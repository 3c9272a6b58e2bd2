# Compiler settings that hold for every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  # Precompiled headers need these two; time_macros is safe: no __TIME__ here.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# -O2: the hot paths are storage and system calls; -O3 only makes the build longer.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
add_compile_options(-g1 -fno-omit-frame-pointer)
if(FENGHUO_SANITIZE)
  add_compile_options(-fsanitize=${FENGHUO_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${FENGHUO_SANITIZE})
  if(FENGHUO_SANITIZE STREQUAL thread)
    # Protobuf's headers lay a map out otherwise under the thread sanitizer; Debian's library was built without it.
    add_compile_options(-U__SANITIZE_THREAD__)
  endif()
else()
  add_compile_definitions($<$<CONFIG:Release>:_FORTIFY_SOURCE=2>)
endif()

# Ours alone: generated code (protobuf) is compiled without them.
add_library(fenghuo_warnings INTERFACE)
target_compile_options(fenghuo_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
# GCC 12 reports these falsely on std::string (GCC bugs 105329, 105651, 105762).
target_compile_options(fenghuo_warnings INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread -Wno-array-bounds>)

# fenghuo_embed(files...)   each text file of the folder becomes <file>.inc in the binary folder: a std::string_view named after it. Templates
# are compiled in, so that none is missing at run time.
function(fenghuo_embed)
  foreach(file ${ARGN})
    file(READ ${CMAKE_CURRENT_SOURCE_DIR}/${file} content)
    string(MAKE_C_IDENTIFIER ${file} symbol)
    file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${file}.inc CONTENT "inline constexpr std::string_view ${symbol} = R\"~~~(@content@)~~~\";\n" @ONLY)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${file})
  endforeach()
endfunction()

/** How fast the whole plugin is, measured beside what it is built on. Run by hand; no test. */
@NullMarked
package com.gocodealone.dataengineering.bootstrap.bench;

import org.jspecify.annotations.NullMarked;

/** What the plugin keeps across restarts, in one SQLite file that only its owner can read. */
@NullMarked
package com.gocodealone.dataengineering.adapters.state;

import org.jspecify.annotations.NullMarked;

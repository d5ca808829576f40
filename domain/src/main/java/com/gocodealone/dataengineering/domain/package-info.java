/** What a third party compiles against, and what every other module shares: the pure core. */
@NullMarked
package com.gocodealone.dataengineering.domain;

import org.jspecify.annotations.NullMarked;

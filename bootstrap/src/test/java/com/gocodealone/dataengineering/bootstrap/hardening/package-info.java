/** What nobody but its owner may see or change of the finished plugin. */
@NullMarked
package com.gocodealone.dataengineering.bootstrap.hardening;

import org.jspecify.annotations.NullMarked;

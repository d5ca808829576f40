/** What the README's first command shows. */
@NullMarked
package com.gocodealone.dataengineering.bootstrap.demo;

import org.jspecify.annotations.NullMarked;

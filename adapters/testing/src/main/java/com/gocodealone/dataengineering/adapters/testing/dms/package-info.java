/**
 * AWS for tests: moto serves Kinesis and CloudWatch, and a fake of ours serves DMS, which moves
 * real changes of a real PostgreSQL.
 */
@NullMarked
package com.gocodealone.dataengineering.adapters.testing.dms;

import org.jspecify.annotations.NullMarked;

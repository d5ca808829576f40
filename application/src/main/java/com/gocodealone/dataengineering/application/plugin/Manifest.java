package com.gocodealone.dataengineering.application.plugin;

/** Who the plugin is. */
public record Manifest(String name, String version, String author, String description) {}

import Foundation
import PackagePlugin

/// Embeds a target's text files (`.sql`, `.csv`) as Swift string literals, so that the product
/// stays one file to install.
@main struct EmbedText: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedText.swift")
        let inputs = try textFiles(under: target.directoryURL)
        return [
            .buildCommand(
                displayName: "Embed \(inputs.count) text files of \(target.name)",
                executable: try context.tool(named: "EmbedTextTool").url,
                arguments: [output.path] + inputs.map(\.path),
                inputFiles: inputs,
                outputFiles: [output]
            )
        ]
    }

    private func textFiles(under folder: URL) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(
            at: folder,
            includingPropertiesForKeys: nil
        )
        .filter { ["sql", "csv"].contains($0.pathExtension) }
        .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }
}

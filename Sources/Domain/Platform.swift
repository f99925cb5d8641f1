/// Where an endpoint runs: it decides the idle timeout assumed at first and the prices.
package enum Platform: String, CaseIterable, Sendable {
    case awsLambda = "aws-lambda"
    case awsLambdaARM = "aws-lambda-arm64"
    case cloudRun = "gcp-cloudrun"
    case cloudRunInstance = "gcp-cloudrun-instance"
    case azureFunctions = "azure-functions"
    case azureFunctionsFlex = "azure-functions-flex"
    case cloudflareWorkers = "cloudflare-workers"
    case container
    case genericHTTP = "generic-http"

    /// How long the platform surely keeps an idle instance: published or measured, the low end of it.
    ///
    /// AWS Lambda was measured at 5 to 7 minutes in 2021, Google at 15, Azure softly from 10 on
    /// (arXiv 2203.10227, mikhail.io/serverless/coldstarts); the unknown start low.
    package var idleTimeout: Duration {
        switch self {
        case .cloudRun, .cloudRunInstance: .seconds(15 * 60)
        case .azureFunctions, .azureFunctionsFlex: .seconds(10 * 60)
        case .awsLambda, .awsLambdaARM, .cloudflareWorkers, .container, .genericHTTP:
            .seconds(5 * 60)
        }
    }

    /// The memory that an instance has when nobody says otherwise.
    package var defaultMemoryMB: Int {
        switch self {
        case .awsLambda, .awsLambdaARM, .cloudflareWorkers: 128
        case .azureFunctions: 128
        case .cloudRun, .cloudRunInstance, .container, .genericHTTP: 512
        case .azureFunctionsFlex: 2048
        }
    }
}

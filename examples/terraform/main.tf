# The parameters of one pool and one policy. cognito-log-reconciler applies them to the pools.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "user_pool_id" {
  type    = string
  default = "eu-west-1_aBcDeFgHi"
}

variable "log_group_arn" {
  type    = string
  default = "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/vendedlogs/shop"
}

resource "aws_ssm_parameter" "shop" {
  name = "/cognito-log-delivery/pools/${var.user_pool_id}"
  type = "String"
  value = jsonencode({
    LogConfigurations = [{
      EventSource = "userNotification"
      LogLevel    = "ERROR"
      CloudWatchLogsConfiguration = {
        LogGroupArn = var.log_group_arn
      }
    }]
    # The policy below configures userAuthEvents.
    Inherit = true
  })
}

resource "aws_ssm_parameter" "production_sign_ins" {
  name = "/cognito-log-delivery/policies/production-sign-ins"
  type = "String"
  value = jsonencode({
    Precedence = "Mandatory"
    Select     = { Tags = { env = ["prod"] } }
    LogConfigurations = [{
      EventSource = "userAuthEvents"
      LogLevel    = "INFO"
      FirehoseConfiguration = {
        # The service replaces the macros for each pool. jsonencode writes < and > as escape sequences, which are the same JSON.
        StreamArn = "arn:aws:firehose:<region>:<accountId>:deliverystream/sign-ins"
      }
    }]
  })
}

"""Writes the parameter of one pool: python put_parameter.py USER_POOL_ID LOG_GROUP_ARN"""
import json
import sys

import boto3

user_pool_id, log_group_arn = sys.argv[1:]
entry = {"EventSource": "userNotification", "LogLevel": "ERROR",
         "CloudWatchLogsConfiguration": {"LogGroupArn": log_group_arn}}
response = boto3.client("ssm").put_parameter(
    Name=f"/cognito-log-delivery/pools/{user_pool_id}", Type="String", Overwrite=True,
    Value=json.dumps({"LogConfigurations": [entry]}))
print(f"Saved as version {response['Version']}.")
